package ai.miniai.callback.tracker;

import ai.miniai.callback.Callback;

/** Makes the loss this in each epoch, in all of its batches; nothing is learned. */
final class GivenLosses extends Callback {
  private final double[] losses;

  GivenLosses(double... losses) {
    this.losses = losses;
  }

  @Override
  public void afterLoss() {
    learn().loss(learn().loss().times(0).plus(losses[epoch()]));
  }
}
