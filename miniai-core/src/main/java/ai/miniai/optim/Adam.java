package ai.miniai.optim;

import ai.miniai.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Adam: divides the running mean of the gradient by the square root of the running mean of its
 * square, so that the steps have about the same size for every weight. The formula is that of
 * PyTorch's {@code torch.optim.Adam}:
 *
 * <pre>
 * g = gradient + weightDecay · w
 * m = beta1 · m + (1 − beta1) · g
 * v = beta2 · v + (1 − beta2) · g²
 * w = w − lr · m / (1 − beta1ᵗ) / (√(v / (1 − beta2ᵗ)) + eps)      at step t = 1, 2, …
 * </pre>
 *
 * <p>Source: Kingma and Ba, Adam: A Method for Stochastic Optimization, 2015.
 */
public final class Adam extends AdaptiveMoments {
  /** With beta1 0.9, beta2 0.999 and eps 10⁻⁸. */
  public Adam(Map<String, Tensor> parameters, double learningRate) {
    this(List.of(new ParameterGroup(parameters, learningRate)), BETA_1, BETA_2, EPS);
  }

  /**
   * With parameter groups.
   *
   * @param beta1 the decay rate of the running mean of the gradient; it is stored as the {@link
   *     ParameterGroup#momentum} of each group and can be changed there
   * @param beta2 the decay rate of the running mean of the squared gradient
   * @param eps added to the square root to avoid division by 0
   */
  public Adam(List<ParameterGroup> groups, double beta1, double beta2, double eps) {
    super(groups, beta1, beta2, eps);
  }

  /**
   * Sets the decay rates of the running means of the gradient and of its square, each in [0, 1), in
   * all groups. PyTorch's defaults are 0.9 and 0.999:
   *
   * <pre>{@code
   * learner.optimizer((parameters, lr) -> new Adam(parameters, lr).betas(0.9, 0.99).eps(1e-5))
   * }</pre>
   */
  public Adam betas(double beta1, double beta2) {
    setBetas(beta1, beta2);
    return this;
  }

  /** Sets what is added to the square root to avoid division by 0; finite, not negative. */
  public Adam eps(double eps) {
    setEps(eps);
    return this;
  }

  /** Sets the weight decay of all groups; finite, not negative. */
  public Adam weightDecay(double weightDecay) {
    groups().forEach(group -> group.weightDecay(weightDecay));
    return this;
  }

  @Override
  INDArray decay(ParameterGroup group, INDArray weight, INDArray gradient) {
    return group.weightDecay() > 0 ? gradient.add(weight.mul(group.weightDecay())) : gradient;
  }
}
