package ai.miniai.examples.faults;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.optim.Adam;
import ai.miniai.optim.Optimizer;
import ai.miniai.optim.ParameterGroup;
import ai.miniai.optim.RMSProp;
import ai.miniai.optim.SGD;
import ai.miniai.tensor.Tensor;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An optimizer with Keras's defaults. At a constant rate Keras's steps are PyTorch's. (In Adam,
 * Keras adds eps before it corrects the bias of the mean of squares, which matters only for
 * gradients near eps.)
 *
 * @param name the formula
 * @param lr the learning rate
 * @param momentum sgd: 0 for none
 * @param nesterov sgd: Nesterov's variant; the same as without it if there is no momentum
 * @param rho rmsprop: the decay rate of the mean of squares; 0.9 without it
 * @param eps adam and rmsprop: 10⁻⁷ without it
 */
public record FaultOptimizer(
    Name name,
    double lr,
    double momentum,
    boolean nesterov,
    @Nullable Double rho,
    @Nullable Double eps) {
  private static final double RHO = 0.9;
  private static final double EPS = 1e-7;

  /** The formulas. */
  public enum Name {
    SGD,
    ADAM,
    RMSPROP;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public FaultOptimizer {
    checkArgument(name != null, "the field \"name\" of an optimizer is missing");
    checkArgument(
        lr > 0 && Double.isFinite(lr), "an optimizer needs a positive \"lr\", not %s", lr);
  }

  /** Makes the optimizer of a fit. */
  public Optimizer create(Map<String, Tensor> parameters, double rate) {
    List<ParameterGroup> all = List.of(new ParameterGroup(parameters, rate));
    return switch (name) {
      case SGD -> new SGD(momentum(all), nesterov && momentum > 0);
      case ADAM -> new Adam(all, 0.9, 0.999, epsilon());
      case RMSPROP -> new RMSProp(momentum(all), rho == null ? RHO : rho, epsilon());
    };
  }

  private List<ParameterGroup> momentum(List<ParameterGroup> all) {
    all.forEach(group -> group.momentum(momentum));
    return all;
  }

  private double epsilon() {
    return eps == null ? EPS : eps;
  }
}
