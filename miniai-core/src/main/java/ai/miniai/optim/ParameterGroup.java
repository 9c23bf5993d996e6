package ai.miniai.optim;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.tensor.Tensor;
import com.google.common.collect.ImmutableMap;
import java.util.Map;

/**
 * Parameters that share settings. The settings may be changed between steps, for example by a
 * schedule.
 */
public final class ParameterGroup {
  private final ImmutableMap<String, Tensor> parameters;
  private double learningRate;
  private double momentum;
  private double weightDecay;

  /** {@code parameters} by dotted path, as returned by {@code Module.parameters()}. */
  public ParameterGroup(Map<String, Tensor> parameters, double learningRate) {
    this.parameters = ImmutableMap.copyOf(parameters);
    lr(learningRate);
  }

  /** The parameters by dotted path. */
  public Map<String, Tensor> parameters() {
    return parameters;
  }

  /** The learning rate. */
  public double lr() {
    return learningRate;
  }

  /** Sets the learning rate, which must be finite and not negative. */
  public ParameterGroup lr(double value) {
    learningRate = checkSetting("the learning rate", value);
    return this;
  }

  /** The momentum, 0 for none. For Adam it is beta1. */
  public double momentum() {
    return momentum;
  }

  /** Sets the momentum, which must be finite and not negative. */
  public ParameterGroup momentum(double value) {
    momentum = checkSetting("the momentum", value);
    return this;
  }

  /** The weight decay, 0 for none: weightDecay · weight is added to the gradient. */
  public double weightDecay() {
    return weightDecay;
  }

  /** Sets the weight decay, which must be finite and not negative. */
  public ParameterGroup weightDecay(double value) {
    weightDecay = checkSetting("the weight decay", value);
    return this;
  }

  private static double checkSetting(String what, double value) {
    checkArgument(
        Double.isFinite(value) && value >= 0,
        "%s must be finite and not negative: %s",
        what,
        value);
    return value;
  }
}
