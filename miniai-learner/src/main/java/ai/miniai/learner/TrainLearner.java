package ai.miniai.learner;

import ai.miniai.callback.Callback;
import ai.miniai.data.Batch;
import ai.miniai.data.DataLoaders;
import ai.miniai.loss.LossFunction;
import ai.miniai.nn.Module;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A learner that does the five steps itself, for batches of two tensors: the input and the target.
 * For other batches override {@link #predict} or {@link #getLoss}; for several inputs use a {@code
 * Learner} with {@code TrainCB}.
 */
public class TrainLearner extends Learner {
  private @Nullable Batch predicted;

  /** As {@link Learner#Learner(Module, DataLoaders, LossFunction, double, Callback...)}. */
  public TrainLearner(
      Module model, DataLoaders dls, LossFunction lossFunction, double lr, Callback... callbacks) {
    super(model, dls, lossFunction, lr, callbacks);
  }

  @Override
  protected void predict() {
    predicted = batch();
    preds(model().call(batch().x()));
  }

  @Override
  protected void getLoss() {
    if (batch().equals(predicted) && batch().tensors().size() != 2) {
      throw new IllegalStateException(
          getClass().getSimpleName()
              + " takes batches of two tensors, the input and the target, but got "
              + batch().tensors().size()
              + " of shapes "
              + batch().tensors().stream().map(one -> Arrays.toString(one.shape())).toList()
              + ": for a model with n inputs use a Learner with TrainCB(n); for anything else"
              + " override predict() or getLoss()");
    }
    predicted = null;
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
