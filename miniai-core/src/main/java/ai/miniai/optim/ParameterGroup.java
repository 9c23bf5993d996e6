package ai.miniai.optim;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.tensor.Tensor;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import java.util.List;
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

  /**
   * Two groups with the same learning rate: the parameters with two or more dimensions (weights of
   * layers, embeddings), to which the weight decay applies, and those with fewer (biases, and
   * weights of normalisations), which do not decay. In PyTorch one usually writes the same as
   * {@code p.ndim <= 1}. The weight of a {@code LayerNorm} over several dimensions has as many, so
   * it decays.
   *
   * @param parameters by dotted path
   * @param weightDecay finite, not negative
   * @return the group that decays, then the other one; one of them may be empty
   */
  public static List<ParameterGroup> noDecayOnNormsAndBiases(
      Map<String, Tensor> parameters, double learningRate, double weightDecay) {
    return List.of(
        new ParameterGroup(Maps.filterValues(parameters, value -> value.rank() > 1), learningRate)
            .weightDecay(weightDecay),
        new ParameterGroup(
            Maps.filterValues(parameters, value -> value.rank() <= 1), learningRate));
  }

  /**
   * Those of {@code parameters} that belong to the module at {@code path}, such as {@code
   * "generator"}, under their full names.
   *
   * @throws IllegalArgumentException if there are none
   */
  public static Map<String, Tensor> under(Map<String, Tensor> parameters, String path) {
    ImmutableMap<String, Tensor> found =
        ImmutableMap.copyOf(
            Maps.filterKeys(parameters, name -> name.equals(path) || name.startsWith(path + ".")));
    checkArgument(
        !found.isEmpty(),
        "the module \"%s\" has no parameters: there are only %s",
        path,
        parameters.keySet());
    return found;
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
