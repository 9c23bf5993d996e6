package ai.miniai.doctor;

import ai.miniai.doctor.Evidence.Unit;
import ai.miniai.doctor.Remedy.Action;
import ai.miniai.setup.OptimizerInfo;
import com.google.common.base.Ascii;
import com.google.common.collect.Comparators;
import java.util.Optional;

/**
 * Weight decay that holds the weights so small that the network cannot fit its data. Usual values
 * are 1e-4 to 5e-4 for SGD and about 0.01 for AdamW (PyTorch's default; Loshchilov and Hutter,
 * Decoupled Weight Decay Regularization, 2019).
 */
final class StrongWeightDecay implements Detector {
  /** The smallest decay that is reported if it is added to the gradient. */
  static final double STRONG = 0.05;

  /** The same if it acts on the weights themselves, as in AdamW. */
  static final double STRONG_DECOUPLED = 0.2;

  @Override
  public Optional<Finding> find(Vitals run) {
    boolean learns = run.learns();
    return run.setup()
        .optimizer()
        .filter(optimizer -> !learns && optimizer.weightDecay() >= limit(optimizer))
        .map(optimizer -> finding(run, optimizer));
  }

  private static double limit(OptimizerInfo optimizer) {
    return Ascii.toLowerCase(optimizer.name()).contains("adamw") ? STRONG_DECOUPLED : STRONG;
  }

  private static Finding finding(Vitals run, OptimizerInfo optimizer) {
    double factor = limit(optimizer) / optimizer.weightDecay() / 10;
    return new Finding.Builder(run, Pattern.STRONG_WEIGHT_DECAY)
        .severity(Comparators.max(run.mildSeverity(), Severity.WARNING))
        .evidence("weight decay", optimizer.weightDecay(), Unit.VALUE)
        .says(
            "The weight decay is %s (usual: 0.0001 to 0.01), and the loss, %s, stays high.",
            Numbers.text(optimizer.weightDecay()), Numbers.text(run.loss().recent()))
        .means("Each step pulls all weights to 0, stronger than the data pull them away.")
        .remedies(
            new Remedy(
                Action.LESS_WEIGHT_DECAY,
                factor,
                "to " + Numbers.text(optimizer.weightDecay() * factor) + " or 0"))
        .build();
  }
}
