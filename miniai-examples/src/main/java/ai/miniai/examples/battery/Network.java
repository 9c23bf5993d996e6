package ai.miniai.examples.battery;

import ai.miniai.nn.BatchNorm1d;
import ai.miniai.nn.BatchNorm2d;
import ai.miniai.nn.Flatten;
import ai.miniai.nn.GeneralRelu;
import ai.miniai.nn.Identity;
import ai.miniai.nn.Layers;
import ai.miniai.nn.Linear;
import ai.miniai.nn.Module;
import ai.miniai.nn.ReLU;
import ai.miniai.nn.ScalarLayerNorm;
import ai.miniai.nn.Sequential;
import ai.miniai.nn.Sigmoid;
import ai.miniai.nn.Tanh;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The networks of the battery: from [batch, 1, 28, 28] to [batch, 10]. */
enum Network {
  MLP(() -> mlp(1, ReLU::new, null)),
  MLP_DEEP(() -> mlp(6, ReLU::new, null)),
  MLP_SIGMOID(() -> mlp(2, Sigmoid::new, null)),
  MLP_TANH(() -> mlp(4, Tanh::new, null)),
  MLP_BATCH_NORM(() -> mlp(4, ReLU::new, BatchNorm1d::new)),
  CNN(Layers::getModel),
  CNN_GENERAL_RELU(() -> Layers.getModel(() -> new GeneralRelu(0.1, 0.4), null)),
  CNN_BATCH_NORM(() -> Layers.getModel(ReLU::new, BatchNorm2d::new)),

  /** Judged only: no threshold was chosen with a look at it. */
  CNN_LAYER_NORM(() -> Layers.getModel(ReLU::new, channels -> new ScalarLayerNorm())),
  RESNET(() -> Layers.resnet(ReLU::new, 4, 8, 16, 32)),
  RESNET_PLAIN(() -> Layers.resnet(3, ReLU::new, channels -> new Identity(), 4, 8, 16, 32));

  private static final int HIDDEN = 64;

  private final Supplier<Module> maker;

  Network(Supplier<Module> maker) {
    this.maker = maker;
  }

  Module create() {
    return maker.get();
  }

  /** Whether units can die: behind sigmoids and tanh they saturate. */
  boolean hasRelus() {
    return this != MLP_SIGMOID && this != MLP_TANH;
  }

  /** Whether small weights make smaller and smaller outputs: many layers, and no norms. */
  boolean isDeepAndPlain() {
    return switch (this) {
      case MLP_DEEP, MLP_TANH, CNN, CNN_GENERAL_RELU, RESNET_PLAIN -> true;
      default -> false;
    };
  }

  private static Sequential mlp(
      int layers, Supplier<? extends Module> act, @Nullable IntFunction<? extends Module> norm) {
    List<Module> modules = new ArrayList<>(List.of(new Flatten()));
    for (int i = 0; i < layers; i++) {
      modules.add(new Linear(i == 0 ? 28 * 28 : HIDDEN, HIDDEN));
      if (norm != null) {
        modules.add(norm.apply(HIDDEN));
      }
      modules.add(act.get());
    }
    modules.add(new Linear(HIDDEN, 10));
    return new Sequential(modules);
  }
}
