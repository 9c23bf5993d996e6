package ai.miniai.examples;

import ai.miniai.nn.Initialization;
import ai.miniai.nn.Module;

/** Changes to the lesson's setup that fix the training. */
enum Fix {
  /** No change: training fails as in the lesson. */
  NONE,

  /** Kaiming initialisation, which keeps the scale of the activations from layer to layer. */
  KAIMING {
    @Override
    Module network(ModelName model) {
      Module network = model.create();
      Initialization.kaimingNormal(network);
      return network;
    }
  },

  /** What the doctor advises after a run without changes, as far as it helps. */
  ADVICE;

  /** The network to train, with the fix. */
  Module network(ModelName model) {
    return model.create();
  }
}
