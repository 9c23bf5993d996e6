package ai.miniai.bench;

import ai.miniai.callback.Callback;
import ai.miniai.data.DataLoaders;
import ai.miniai.learner.TrainLearner;
import ai.miniai.loss.LossFunction;
import ai.miniai.nn.Module;

/** A learner that reports to a clock what it is doing. */
final class TimedLearner extends TrainLearner {
  private final PartClock clock;

  TimedLearner(
      Module model,
      DataLoaders dls,
      LossFunction lossFunction,
      double lr,
      PartClock clock,
      Callback... callbacks) {
    super(
        model,
        new DataLoaders(new TimedLoader(dls.train(), clock), dls.valid()),
        lossFunction,
        lr,
        callbacks);
    this.clock = clock;
  }

  @Override
  protected void predict() {
    clock.within(Part.FORWARD, () -> super.predict());
  }

  @Override
  protected void getLoss() {
    clock.within(Part.FORWARD, super::getLoss);
  }

  @Override
  protected void backward() {
    clock.within(Part.BACKWARD, super::backward);
  }

  @Override
  protected void step() {
    clock.within(Part.STEP, super::step);
  }

  @Override
  protected void zeroGrad() {
    clock.within(Part.STEP, super::zeroGrad);
  }
}
