package ai.miniai.optim;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.tensor.Tensor;
import ai.miniai.tensor.Updates;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The common part of {@link Adam} and {@link AdamW}:
 *
 * <pre>
 * m = beta1 · m + (1 − beta1) · g
 * v = beta2 · v + (1 − beta2) · g²
 * w = w − lr · m / (1 − beta1ᵗ) / (√(v / (1 − beta2ᵗ)) + eps)      at step t = 1, 2, …
 * </pre>
 *
 * <p>beta1 is the {@link ParameterGroup#momentum} of each group, so that a schedule can change it.
 */
abstract sealed class AdaptiveMoments extends Optimizer permits Adam, AdamW {
  static final double BETA_1 = 0.9;
  static final double BETA_2 = 0.999;
  static final double EPS = 1e-8;

  private static final String MEAN = "exp_avg";
  private static final String SQUARE = "exp_avg_sq";

  private double beta2;
  private double eps;
  private final Slots slots = new Slots(this, MEAN, SQUARE);

  AdaptiveMoments(List<ParameterGroup> groups, double beta1, double beta2, double eps) {
    super(groups);
    setBetas(beta1, beta2);
    setEps(eps);
  }

  final void setBetas(double one, double two) {
    checkBeta("beta1", one);
    beta2 = checkBeta("beta2", two);
    groups().forEach(group -> group.momentum(one));
  }

  final void setEps(double small) {
    checkArgument(
        small >= 0 && Double.isFinite(small), "eps must be finite and not negative, not %s", small);
    eps = small;
  }

  private static double checkBeta(String what, double value) {
    checkArgument(value >= 0 && value < 1, "%s must lie in [0, 1), not %s", what, value);
    return value;
  }

  /** Applies the group's weight decay, and returns the gradient to use. */
  abstract INDArray decay(ParameterGroup group, INDArray weight, INDArray gradient);

  @Override
  protected final void update(
      ParameterGroup group, String name, Tensor parameter, Tensor gradient) {
    gradient.read(g -> parameter.update(weight -> update(group, name, weight, g)));
  }

  private void update(ParameterGroup group, String name, INDArray weight, INDArray gradient) {
    double beta1 = checkBeta("the momentum, which is beta1 here,", group.momentum());
    INDArray g = decay(group, weight, gradient);
    double t = slots.step(name);
    Updates.adam(
        weight,
        g,
        slots.get(name, MEAN, weight),
        slots.get(name, SQUARE, weight),
        beta1,
        beta2,
        group.lr() / (1 - Math.pow(beta1, t)),
        Math.sqrt(1 - Math.pow(beta2, t)),
        eps);
  }

  /**
   * For each parameter the number of steps, and the running means of the gradient and of its
   * square.
   */
  @Override
  public final Map<String, Tensor> stateDict() {
    return slots.stateDict();
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if a name is unknown, or a shape or type differs from that of
   *     its parameter; then nothing has been changed
   */
  @Override
  public final void loadStateDict(Map<String, Tensor> state) {
    slots.loadStateDict(state);
  }
}
