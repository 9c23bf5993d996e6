package ai.miniai.optim;

import ai.miniai.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * {@link Adam} whose weight decay makes weights smaller by itself, w = w − lr · weightDecay · w
 * before each step, rather than by way of the gradient and its running means; by the formula of
 * PyTorch's {@code torch.optim.AdamW}. Source: Loshchilov and Hutter, Decoupled Weight Decay
 * Regularization, 2019.
 */
public final class AdamW extends AdaptiveMoments {
  private static final double WEIGHT_DECAY = 0.01;

  /** With PyTorch's weight decay, 0.01, and beta1 0.9, beta2 0.999 and eps 10⁻⁸. */
  public AdamW(Map<String, Tensor> parameters, double learningRate) {
    this(
        List.of(new ParameterGroup(parameters, learningRate).weightDecay(WEIGHT_DECAY)),
        BETA_1,
        BETA_2,
        EPS);
  }

  /**
   * With settings by group, the weight decay too: it is 0 unless a group says otherwise.
   *
   * @param beta1 how much of the running mean of the gradient a step keeps; the {@link
   *     ParameterGroup#momentum} of each group becomes this, and may be changed there
   * @param beta2 how much of the running mean of its square a step keeps
   * @param eps what is added to the root, so that nothing is divided by 0
   */
  public AdamW(List<ParameterGroup> groups, double beta1, double beta2, double eps) {
    super(groups, beta1, beta2, eps);
  }

  @Override
  INDArray decay(ParameterGroup group, INDArray weight, INDArray gradient) {
    if (group.weightDecay() > 0) {
      weight.muli(1 - group.lr() * group.weightDecay());
    }
    return gradient;
  }
}
