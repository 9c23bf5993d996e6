package ai.miniai.examples.battery;

import ai.miniai.examples.battery.tasks.Mlp;
import ai.miniai.nn.GELU;
import ai.miniai.nn.GeneralRelu;
import ai.miniai.nn.Identity;
import ai.miniai.nn.Module;
import ai.miniai.nn.ReLU;
import ai.miniai.nn.Sequential;
import ai.miniai.nn.Sigmoid;
import ai.miniai.nn.Tanh;
import ai.miniai.nn.model.Layers;
import ai.miniai.nn.norm.BatchNorm1d;
import ai.miniai.nn.norm.BatchNorm2d;
import ai.miniai.nn.norm.ScalarLayerNorm;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The networks of the battery: from [batch, 1, 28, 28] to [batch, 10]. */
enum Network {
  MLP(() -> mlp(1, 64, ReLU::new, null)),
  MLP_DEEP(() -> mlp(6, 64, ReLU::new, null)),
  MLP_SIGMOID(() -> mlp(2, 64, Sigmoid::new, null)),
  MLP_TANH(() -> mlp(4, 64, Tanh::new, null)),
  MLP_BATCH_NORM(() -> mlp(4, 64, ReLU::new, BatchNorm1d::new)),
  CNN(Layers::getModel),
  CNN_GENERAL_RELU(() -> Layers.getModel(() -> new GeneralRelu(0.1, 0.4), null)),
  CNN_BATCH_NORM(() -> Layers.getModel(ReLU::new, BatchNorm2d::new)),

  /** Used for evaluation only: no threshold was chosen with it. */
  CNN_LAYER_NORM(() -> Layers.getModel(ReLU::new, channels -> new ScalarLayerNorm())),
  RESNET(() -> Layers.resnet(ReLU::new, 4, 8, 16, 32)),
  RESNET_PLAIN(() -> Layers.resnet(3, ReLU::new, channels -> new Identity(), 4, 8, 16, 32)),

  /** In the fresh part only, like the next one. */
  MLP_WIDE_GELU(() -> mlp(4, 256, GELU::new, null)),
  CNN_WIDE_TANH(() -> Layers.getModel(Tanh::new, null, 1, 16, 32, 64, 128));

  private final Supplier<Module> maker;

  Network(Supplier<Module> maker) {
    this.maker = maker;
  }

  Module create() {
    return maker.get();
  }

  /** Whether it was added after all thresholds had been chosen. */
  boolean isNew() {
    return this == MLP_WIDE_GELU || this == CNN_WIDE_TANH;
  }

  /** Whether units can die; sigmoids and tanh saturate instead. */
  boolean hasRelus() {
    return this != MLP_SIGMOID && this != MLP_TANH && this != CNN_WIDE_TANH;
  }

  /**
   * Whether outputs shrink from layer to layer if the weights are small: many layers, and no norms.
   */
  boolean isDeepAndPlain() {
    return switch (this) {
      case MLP_DEEP, MLP_TANH, CNN, CNN_GENERAL_RELU, RESNET_PLAIN, MLP_WIDE_GELU, CNN_WIDE_TANH ->
          true;
      default -> false;
    };
  }

  private static Sequential mlp(
      int layers,
      int hidden,
      Supplier<? extends Module> act,
      @Nullable IntFunction<? extends Module> norm) {
    return new Mlp(28 * 28, layers, hidden, 10).create(act, norm, null);
  }
}
