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
 * @param betas adam: the decay rates of the means of the gradient and of its square; 0.9 and 0.999
 *     without them
 */
public record FaultOptimizer(
    Name name,
    double lr,
    double momentum,
    boolean nesterov,
    @Nullable Double rho,
    @Nullable Double eps,
    @Nullable List<Double> betas) {
  private static final double RHO = 0.9;
  private static final double EPS = 1e-7;
  private static final List<Double> BETAS = List.of(0.9, 0.999);

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
    checkArgument(
        betas == null || betas.size() == BETAS.size(), "adam has two \"betas\", not %s", betas);
  }

  /** With Keras's defaults of what is not named. */
  public static FaultOptimizer of(Name name, double lr, double momentum) {
    return new FaultOptimizer(name, lr, momentum, false, null, null, null);
  }

  /** Makes the optimizer of a fit. */
  public Optimizer create(Map<String, Tensor> parameters, double rate) {
    return create(List.of(new ParameterGroup(parameters, rate)));
  }

  /** The same for groups with settings of their own, apart from the momentum. */
  public Optimizer create(List<ParameterGroup> all) {
    List<Double> means = betas == null ? BETAS : betas;
    return switch (name) {
      case SGD -> new SGD(momentum(all), nesterov && momentum > 0);
      case ADAM -> new Adam(all, means.get(0), means.get(1), epsilon());
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
