package ai.miniai.examples.keras;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.examples.faults.FaultOptimizer;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;

/** DL4J's names for Keras's optimizers. */
final class Updaters {
  private static final double EPS = 1e-7;

  private Updaters() {}

  /**
   * DL4J has momentum in Nesterov's form only, which is what its import of Keras's training
   * settings takes too.
   */
  static IUpdater of(FaultOptimizer optimizer) {
    double lr = optimizer.lr();
    double momentum = optimizer.momentum();
    return switch (optimizer.name()) {
      case SGD -> momentum == 0 ? new Sgd(lr) : new Nesterovs(lr, momentum);
      case ADAM -> new Adam(lr, 0.9, 0.999, EPS);
      case RMSPROP -> {
        checkArgument(momentum == 0, "DL4J's RmsProp has no momentum, but %s is wanted", momentum);
        yield new RmsProp(lr, 0.9, EPS);
      }
    };
  }
}
