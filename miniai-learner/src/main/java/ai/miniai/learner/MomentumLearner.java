package ai.miniai.learner;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.callback.Callback;
import ai.miniai.data.DataLoaders;
import ai.miniai.loss.LossFunction;
import ai.miniai.nn.Module;
import ai.miniai.tensor.Tensor;

/**
 * A learner with momentum: instead of clearing the gradients it multiplies them by the momentum, so
 * that each step uses g + momentum · (the direction of the last step). Each fit starts without
 * momentum.
 */
public class MomentumLearner extends TrainLearner {
  private final double momentum;

  /** With momentum 0.85. */
  public MomentumLearner(
      Module model, DataLoaders dls, LossFunction lossFunction, double lr, Callback... callbacks) {
    this(model, dls, lossFunction, lr, 0.85, callbacks);
  }

  /** With this momentum, in [0, 1). */
  public MomentumLearner(
      Module model,
      DataLoaders dls,
      LossFunction lossFunction,
      double lr,
      double momentum,
      Callback... callbacks) {
    super(model, dls, lossFunction, lr, callbacks);
    checkArgument(
        momentum >= 0 && momentum < 1, "the momentum must lie in [0, 1), not %s", momentum);
    this.momentum = momentum;
  }

  @Override
  protected void zeroGrad() {
    for (Tensor parameter : model().parameters().values()) {
      Tensor gradient = parameter.lendGrad();
      if (gradient != null) {
        gradient.update(array -> array.muli(momentum));
      }
    }
  }
}
