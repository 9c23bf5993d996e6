package ai.miniai.learner;

import ai.miniai.callback.Callback;
import ai.miniai.data.DataLoaders;
import ai.miniai.nn.LossFunction;
import ai.miniai.nn.Module;

/**
 * A learner that predicts with the first tensor of the batch, takes the loss against the second,
 * and steps in the usual way. Other forms of batch: a {@code Learner} with {@code TrainCB}.
 */
public class TrainLearner extends Learner {
  public TrainLearner(
      Module model, DataLoaders dls, LossFunction lossFunction, double lr, Callback... callbacks) {
    super(model, dls, lossFunction, lr, callbacks);
  }

  @Override
  protected void predict() {
    preds(model().call(batch().x()));
  }

  @Override
  protected void getLoss() {
    loss(lossFunction().loss(preds(), batch().y()));
  }

  @Override
  protected void backward() {
    loss().backward();
  }

  @Override
  protected void step() {
    opt().step();
  }

  @Override
  protected void zeroGrad() {
    opt().zeroGrad();
  }
}
