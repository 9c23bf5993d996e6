package ai.miniai.examples;

import ai.miniai.nn.Initialization;
import ai.miniai.nn.Module;
import java.math.BigDecimal;
import java.math.MathContext;

/** What can be mended before the lesson's training. */
enum Fix {
  /** Nothing: the lesson's failure. */
  NONE,

  /** Weights that keep the size of the activations from layer to layer. */
  KAIMING {
    @Override
    Module network(ModelName model) {
      return kaiming(model.create());
    }
  },

  /**
   * All that the doctor advises: those weights, normalisation, and a third of the rate, in two
   * digits.
   */
  ADVICE {
    @Override
    Module network(ModelName model) {
      return kaiming(model.normalized().create());
    }

    @Override
    double rate(double lr) {
      return new BigDecimal(lr / 3).round(new MathContext(2)).doubleValue();
    }
  };

  /** The network to train, mended. */
  Module network(ModelName model) {
    return model.create();
  }

  /** The rate to train at, instead of {@code lr}. */
  double rate(double lr) {
    return lr;
  }

  private static Module kaiming(Module network) {
    Initialization.kaimingNormal(network);
    return network;
  }
}
