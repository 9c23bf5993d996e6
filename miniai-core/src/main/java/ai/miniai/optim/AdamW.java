package ai.miniai.optim;

import ai.miniai.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * {@link Adam} with decoupled weight decay: each step first computes w = w − lr · weightDecay · w,
 * instead of adding the decay to the gradient and its running means. The formula is that of
 * PyTorch's {@code torch.optim.AdamW}. Source: Loshchilov and Hutter, Decoupled Weight Decay
 * Regularization, 2019.
 */
public final class AdamW extends AdaptiveMoments {
  private static final double WEIGHT_DECAY = 0.01;

  /** With PyTorch's defaults: weight decay 0.01, beta1 0.9, beta2 0.999 and eps 10⁻⁸. */
  public AdamW(Map<String, Tensor> parameters, double learningRate) {
    this(
        List.of(new ParameterGroup(parameters, learningRate).weightDecay(WEIGHT_DECAY)),
        BETA_1,
        BETA_2,
        EPS);
  }

  /**
   * With parameter groups. The weight decay is set per group too; it is 0 unless a group sets it.
   *
   * @param beta1 the decay rate of the running mean of the gradient; it is stored as the {@link
   *     ParameterGroup#momentum} of each group and can be changed there
   * @param beta2 the decay rate of the running mean of the squared gradient
   * @param eps added to the square root to avoid division by 0
   */
  public AdamW(List<ParameterGroup> groups, double beta1, double beta2, double eps) {
    super(groups, beta1, beta2, eps);
  }

  /**
   * Makes optimizers with PyTorch's defaults for beta1, beta2 and eps, whose weight decay leaves
   * out biases and the weights of normalisations, see {@link
   * ParameterGroup#noDecayOnNormsAndBiases}:
   *
   * <pre>{@code
   * learner.optimizer(AdamW.noDecayOnNormsAndBiases(0.01))
   * }</pre>
   *
   * @param weightDecay finite, not negative
   */
  public static Optimizer.Factory noDecayOnNormsAndBiases(double weightDecay) {
    return (parameters, learningRate) ->
        new AdamW(
            ParameterGroup.noDecayOnNormsAndBiases(parameters, learningRate, weightDecay),
            BETA_1,
            BETA_2,
            EPS);
  }

  /**
   * Sets the decay rates of the running means of the gradient and of its square, each in [0, 1), in
   * all groups. PyTorch's defaults are 0.9 and 0.999:
   *
   * <pre>{@code
   * learner.optimizer((parameters, lr) -> new AdamW(parameters, lr).betas(0.9, 0.99).eps(1e-5))
   * }</pre>
   */
  public AdamW betas(double beta1, double beta2) {
    setBetas(beta1, beta2);
    return this;
  }

  /** Sets what is added to the square root to avoid division by 0; finite, not negative. */
  public AdamW eps(double eps) {
    setEps(eps);
    return this;
  }

  /** Sets the weight decay of all groups; finite, not negative. */
  public AdamW weightDecay(double weightDecay) {
    groups().forEach(group -> group.weightDecay(weightDecay));
    return this;
  }

  @Override
  INDArray decay(ParameterGroup group, INDArray weight, INDArray gradient) {
    if (group.weightDecay() > 0) {
      weight.muli(1 - group.lr() * group.weightDecay());
    }
    return gradient;
  }
}
