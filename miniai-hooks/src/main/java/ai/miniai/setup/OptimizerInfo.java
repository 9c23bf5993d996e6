package ai.miniai.setup;

import com.google.common.collect.ImmutableList;
import java.util.List;

/**
 * The optimizer, with the settings of its first group of parameters, and what it does not train.
 *
 * @param name its name, such as "SGD"
 * @param lr the learning rate; with a schedule the largest one so far
 * @param momentum the momentum at the start, for Adam beta1; 0 for none
 * @param weightDecay the weight decay; 0 for none
 * @param frozen the paths of the model's parameters that require no gradient at the start
 * @param missing the paths of those that require one, but that the optimizer does not have
 */
public record OptimizerInfo(
    String name,
    double lr,
    double momentum,
    double weightDecay,
    List<String> frozen,
    List<String> missing) {
  /** Copies the lists. */
  public OptimizerInfo {
    frozen = ImmutableList.copyOf(frozen);
    missing = ImmutableList.copyOf(missing);
  }

  /** An optimizer that trains all parameters, as far as it is known. */
  public OptimizerInfo(String name, double lr, double momentum, double weightDecay) {
    this(name, lr, momentum, weightDecay, ImmutableList.of(), ImmutableList.of());
  }

  /** The same with the learning rate of a step. */
  OptimizerInfo at(double rate) {
    return new OptimizerInfo(name, rate, momentum, weightDecay, frozen, missing);
  }
}
