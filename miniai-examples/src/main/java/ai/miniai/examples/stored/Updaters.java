package ai.miniai.examples.stored;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.examples.faults.FaultOptimizer;
import ai.miniai.examples.faults.FaultOptimizer.Name;
import java.util.List;
import java.util.Optional;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;

/** Optimizers as DL4J's updaters, and back. */
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
      case ADAM -> {
        List<Double> betas = optimizer.betas();
        Double eps = optimizer.eps();
        yield new Adam(
            lr,
            betas == null ? 0.9 : betas.get(0),
            betas == null ? 0.999 : betas.get(1),
            eps == null ? EPS : eps);
      }
      case RMSPROP -> {
        checkArgument(momentum == 0, "DL4J's RmsProp has no momentum, but %s is wanted", momentum);
        Double rho = optimizer.rho();
        Double eps = optimizer.eps();
        yield new RmsProp(lr, rho == null ? 0.9 : rho, eps == null ? EPS : eps);
      }
    };
  }

  /** The same of an updater, or empty if it has no such name; schedules begin with their rate. */
  static Optional<FaultOptimizer> read(IUpdater updater) {
    double lr = updater.getLearningRate(0, 0);
    if (updater instanceof Sgd) {
      return Optional.of(FaultOptimizer.of(Name.SGD, lr, 0));
    } else if (updater instanceof Nesterovs one) {
      double momentum = one.currentMomentum(0, 0);
      return Optional.of(new FaultOptimizer(Name.SGD, lr, momentum, true, null, null, null));
    } else if (updater instanceof Adam one) {
      List<Double> betas = List.of(one.getBeta1(), one.getBeta2());
      return Optional.of(
          new FaultOptimizer(Name.ADAM, lr, 0, false, null, one.getEpsilon(), betas));
    } else if (updater instanceof RmsProp one) {
      return Optional.of(
          new FaultOptimizer(
              Name.RMSPROP, lr, 0, false, one.getRmsDecay(), one.getEpsilon(), null));
    }
    return Optional.empty();
  }
}
