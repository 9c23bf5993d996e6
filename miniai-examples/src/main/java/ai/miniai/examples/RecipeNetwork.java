package ai.miniai.examples;

import static ai.miniai.nn.model.Layers.conv;

import ai.miniai.data.Batches;
import ai.miniai.data.DataLoaders;
import ai.miniai.init.Lsuv;
import ai.miniai.nn.Flatten;
import ai.miniai.nn.GeneralRelu;
import ai.miniai.nn.Initialization;
import ai.miniai.nn.Module;
import ai.miniai.nn.Sequential;
import ai.miniai.nn.model.Layers;
import ai.miniai.nn.norm.BatchNorm2d;
import ai.miniai.nn.norm.ScalarLayerNorm;
import java.util.function.Supplier;

/** The networks of the recipes. All except the first two use {@link GeneralRelu}. */
enum RecipeNetwork {
  /** One hidden layer of 50 units, with PyTorch's default initialisation. */
  MLP(ModelName.MLP::create),
  CONV5_RELU(() -> kaiming(Layers.getModel(), 0)),
  CONV5(() -> kaiming(Layers.getModel(RecipeNetwork::act, null))),

  /** PyTorch's default initialisation, then LSUV with the first batch. */
  CONV5_LSUV(() -> Layers.getModel(RecipeNetwork::act, null)) {
    @Override
    Module create(DataLoaders dls) {
      Module model = super.create(dls);
      try (Batches batches = dls.train().iterate()) {
        Lsuv.lsuvInit(model, batches.next().x());
      }
      return model;
    }
  },
  CONV5_LAYER_NORM(
      () -> kaiming(Layers.getModel(RecipeNetwork::act, channels -> new ScalarLayerNorm()))),
  CONV5_BATCH_NORM(() -> kaiming(Layers.getModel(RecipeNetwork::act, BatchNorm2d::new))),

  /** First 8 channels at full size, then halved five times; norms in all layers. */
  CONV6(
      () ->
          kaiming(
              new Sequential(
                  conv(1, 8, 3, 1, RecipeNetwork::act, BatchNorm2d::new),
                  conv(8, 16, 3, 2, RecipeNetwork::act, BatchNorm2d::new),
                  conv(16, 32, 3, 2, RecipeNetwork::act, BatchNorm2d::new),
                  conv(32, 64, 3, 2, RecipeNetwork::act, BatchNorm2d::new),
                  conv(64, 128, 3, 2, RecipeNetwork::act, BatchNorm2d::new),
                  conv(128, 10, 3, 2, null, BatchNorm2d::new),
                  new Flatten()))),
  RESNET(() -> kaiming(Layers.resnet())),
  RESNET_WIDE(
      () ->
          kaiming(
              Layers.resnet(5, RecipeNetwork::act, BatchNorm2d::new, 16, 32, 64, 128, 256, 512)));

  private static final double LEAK = 0.1;

  private final Supplier<? extends Module> maker;

  RecipeNetwork(Supplier<? extends Module> maker) {
    this.maker = maker;
  }

  /** A new network with its initial weights. */
  Module create(DataLoaders dls) {
    return maker.get();
  }

  private static GeneralRelu act() {
    return new GeneralRelu(LEAK, 0.4);
  }

  private static Module kaiming(Module model) {
    return kaiming(model, LEAK);
  }

  private static Module kaiming(Module model, double leaky) {
    Initialization.initWeights(model, leaky);
    return model;
  }
}
