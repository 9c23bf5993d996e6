package ai.miniai.callback.progress;

import ai.miniai.callback.Training;
import ai.miniai.metric.Inbox;
import ai.miniai.metric.RunningSum;
import ai.miniai.nn.StateDicts;
import ai.miniai.nn.Stateful;
import ai.miniai.tensor.Tensor;
import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.Doubles;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.apache.commons.math3.util.ResizableDoubleArray;
import org.apiguardian.api.API;

/**
 * Records the losses of a fit as a {@link LossHistory}, for a callback that keeps one: the callback
 * calls each method from its event of the same name.
 */
@API(status = API.Status.INTERNAL)
public final class LossLog implements Stateful {
  private final ResizableDoubleArray training = new ResizableDoubleArray();
  private final List<LossHistory.Validation> validation = new ArrayList<>();
  private final RunningSum validationLoss = new RunningSum();
  private final Inbox lastLoss = new Inbox(loss -> training.addElement(loss[0]));

  /** Forgets the fit before. */
  public void beforeFit() {
    training.clear();
    validation.clear();
    lastLoss.clear();
    validationLoss.reset();
  }

  /** Forgets a validation pass that was cancelled. */
  public void beforeEpoch() {
    validationLoss.reset();
  }

  /** Adds the loss of the batch; it is read from the device together with the batch's metrics. */
  public void afterBatch(Training learn) {
    if (learn.training()) {
      lastLoss.put(learn.loss());
    } else {
      validationLoss.add(learn.loss(), learn.batch().size());
    }
  }

  /** Adds the mean loss of a validation pass. */
  public void afterEpoch(Training learn) {
    if (!learn.training()) {
      validation.add(
          new LossHistory.Validation(history().training().size(), validationLoss.mean()));
    }
  }

  /** The losses so far. */
  public LossHistory history() {
    lastLoss.settle();
    return new LossHistory(Doubles.asList(training.getElements()), validation);
  }

  /** The last training loss that has been read from the device, if there is one. */
  OptionalDouble lastRead() {
    int count = training.getNumElements();
    return count == 0 ? OptionalDouble.empty() : OptionalDouble.of(training.getElement(count - 1));
  }

  @Override
  public Map<String, Tensor> stateDict() {
    LossHistory losses = history();
    return ImmutableMap.<String, Tensor>builder()
        .put("training", StateDicts.tensor(Doubles.toArray(losses.training())))
        .put(
            "validation_batches",
            StateDicts.tensor(
                losses.validation().stream()
                    .mapToDouble(LossHistory.Validation::batches)
                    .toArray()))
        .put(
            "validation",
            StateDicts.tensor(
                losses.validation().stream().mapToDouble(LossHistory.Validation::loss).toArray()))
        .putAll(StateDicts.prefixed("validation_loss", validationLoss.stateDict()))
        .buildOrThrow();
  }

  @Override
  public void loadStateDict(Map<String, Tensor> state) {
    double[] batches = StateDicts.values(state, "validation_batches");
    double[] losses = StateDicts.values(state, "validation");
    beforeFit();
    training.addElements(StateDicts.values(state, "training"));
    for (int i = 0; i < losses.length; i++) {
      validation.add(new LossHistory.Validation((int) batches[i], losses[i]));
    }
    validationLoss.loadStateDict(StateDicts.under("validation_loss", state));
  }
}
