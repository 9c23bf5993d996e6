package ai.miniai.treatment;

import ai.miniai.callback.Callback;
import ai.miniai.learner.MomentumLearner;

/** Clears the gradients after each step. A {@link MomentumLearner} keeps them on purpose. */
final class ClearGradientsCB extends Callback {
  /** After callbacks that look at the gradients of the step. */
  @Override
  public int order() {
    return 1000;
  }

  @Override
  public void afterStep() {
    if (!(learn() instanceof MomentumLearner)) {
      opt().zeroGrad();
    }
  }
}
