package ai.miniai.optim;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Divides gradients by the square root of the running mean of their squares. The formula is that of
 * PyTorch's {@code torch.optim.RMSprop} (not centered):
 *
 * <pre>
 * g = gradient + weightDecay · w
 * v = alpha · v + (1 − alpha) · g²
 * b = momentum · b + g / (√v + eps)
 * w = w − lr · b
 * </pre>
 *
 * <p>Source: Hinton, Neural Networks for Machine Learning, lecture 6e, 2012.
 */
public final class RMSProp extends Optimizer {
  private static final String SQUARE = "square_avg";
  private static final String VELOCITY = "momentum_buffer";

  private final double alpha;
  private final double eps;
  private final Slots slots = new Slots(this, SQUARE, VELOCITY);

  /** With PyTorch's defaults: alpha 0.99 and eps 10⁻⁸, no momentum, no weight decay. */
  public RMSProp(Map<String, Tensor> parameters, double learningRate) {
    this(List.of(new ParameterGroup(parameters, learningRate)), 0.99, 1e-8);
  }

  /**
   * With parameter groups.
   *
   * @param alpha the decay rate of the running mean of squares
   * @param eps added to the square root to avoid division by 0
   */
  public RMSProp(List<ParameterGroup> groups, double alpha, double eps) {
    super(groups);
    checkArgument(alpha >= 0 && alpha <= 1, "alpha must lie in [0, 1], not %s", alpha);
    checkArgument(
        eps >= 0 && Double.isFinite(eps), "eps must be finite and not negative, not %s", eps);
    this.alpha = alpha;
    this.eps = eps;
  }

  @Override
  protected void update(ParameterGroup group, String name, Tensor parameter, Tensor gradient) {
    parameter.update(weight -> update(group, name, weight, gradient.array()));
  }

  private void update(ParameterGroup group, String name, INDArray weight, INDArray gradient) {
    INDArray g = gradient;
    if (group.weightDecay() > 0) {
      g = g.add(weight.mul(group.weightDecay()));
    }
    slots.step(name);
    INDArray square = slots.get(name, SQUARE, weight).muli(alpha).addi(g.mul(g).muli(1 - alpha));
    INDArray direction = g.div(Transforms.sqrt(square, true).addi(eps));
    if (group.momentum() > 0) {
      direction = slots.get(name, VELOCITY, weight).muli(group.momentum()).addi(direction);
    }
    weight.subi(direction.mul(group.lr()));
  }

  /**
   * For each parameter the number of steps, the mean of squares and, with momentum, the velocity.
   */
  @Override
  public Map<String, Tensor> stateDict() {
    return slots.stateDict();
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if a name is unknown, or a shape or type differs from that of
   *     its parameter; then nothing has been changed
   */
  @Override
  public void loadStateDict(Map<String, Tensor> state) {
    slots.loadStateDict(state);
  }
}
