package ai.miniai.treatment;

import ai.miniai.callback.Callback;

/** Multiplies the weight decay of all groups of parameters by a factor. */
final class WeightDecayCB extends Callback {
  private final double factor;

  WeightDecayCB(double factor) {
    this.factor = factor;
  }

  @Override
  public void beforeFit() {
    opt().groups().forEach(group -> group.weightDecay(factor * group.weightDecay()));
  }
}
