package ai.miniai.examples;

import ai.miniai.nn.Initialization;
import ai.miniai.nn.Module;
import java.math.BigDecimal;
import java.math.MathContext;

/** Changes to the lesson's setup that fix the training. */
enum Fix {
  /** No change: training fails as in the lesson. */
  NONE,

  /** Kaiming initialisation, which keeps the scale of the activations from layer to layer. */
  KAIMING {
    @Override
    Module network(ModelName model) {
      return kaiming(model.create());
    }
  },

  /**
   * Everything that the doctor advises: Kaiming initialisation, normalisation, and a third of the
   * learning rate, rounded to two digits.
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

  /** The network to train, with the fix. */
  Module network(ModelName model) {
    return model.create();
  }

  /** The learning rate to use instead of {@code lr}. */
  double rate(double lr) {
    return lr;
  }

  private static Module kaiming(Module network) {
    Initialization.kaimingNormal(network);
    return network;
  }
}
