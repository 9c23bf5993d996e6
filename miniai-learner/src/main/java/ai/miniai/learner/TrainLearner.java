package ai.miniai.learner;

import ai.miniai.callback.Callback;
import ai.miniai.data.Batch;
import ai.miniai.data.DataLoaders;
import ai.miniai.loss.LossFunction;
import ai.miniai.nn.Module;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A learner that does the five steps itself, for batches of an input and a target; of several
 * targets, if its loss function takes them. For other batches override {@link #predict} or {@link
 * #getLoss}; for several inputs use a {@code Learner} with {@code TrainCB}.
 */
public class TrainLearner extends Learner {
  private @Nullable Batch predicted;

  /** As {@link Learner#Learner(Module, DataLoaders, LossFunction, double, Callback...)}. */
  public TrainLearner(
      Module model, DataLoaders dls, LossFunction lossFunction, double lr, Callback... callbacks) {
    super(model, dls, lossFunction, lr, callbacks);
  }

  /** For predictions only, as {@link Learner#Learner(Module, Callback...)}. */
  public TrainLearner(Module model, Callback... callbacks) {
    super(model, callbacks);
  }

  @Override
  protected void predict() {
    predicted = batch();
    outputs(model().callAll(batch().x()));
  }

  @Override
  protected void getLoss() {
    boolean usual = batch().equals(predicted); // neither batch nor predictions were made elsewhere
    predicted = null;
    if (usual) {
      checkTargets(lossFunction().targetCount());
    }
    loss(lossFunction().lossAll(outputs(), usual ? targets() : List.of(batch().y())));
  }

  private void checkTargets(int wanted) {
    if (targets().size() != wanted) {
      throw new IllegalStateException(
          getClass().getSimpleName()
              + " takes batches of "
              + (wanted == 1
                  ? "two tensors, the input and the target"
                  : "an input and " + wanted + " targets")
              + ", but got "
              + batch().tensors().size()
              + " of shapes "
              + batch().tensors().stream().map(one -> Arrays.toString(one.shape())).toList()
              + ": for a model with n inputs use a Learner with TrainCB(n); for several outputs and"
              + " targets a MultiOutputLoss; for anything else override predict() or getLoss()");
    }
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
