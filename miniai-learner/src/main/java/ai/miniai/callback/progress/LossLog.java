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
import java.util.Arrays;
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
  private static final String TRAINING_ITEMS = "training_items";
  private static final String VALIDATION_ITEMS = "validation_items";

  private final ResizableDoubleArray training = new ResizableDoubleArray();
  private final ResizableDoubleArray trainingItems = new ResizableDoubleArray();
  private final List<LossHistory.Validation> validation = new ArrayList<>();
  private final ResizableDoubleArray validationItems = new ResizableDoubleArray();
  private final RunningSum validationLoss = new RunningSum();
  private final Inbox lastLoss = new Inbox(loss -> training.addElement(loss[0]));

  /** Forgets the fit before. */
  public void beforeFit() {
    training.clear();
    trainingItems.clear();
    validation.clear();
    validationItems.clear();
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
      trainingItems.addElement(learn.batch().size());
    } else {
      validationLoss.add(learn.loss(), learn.batch().size());
    }
  }

  /** Adds the mean loss of a validation pass. */
  public void afterEpoch(Training learn) {
    if (!learn.training()) {
      validation.add(
          new LossHistory.Validation(history().training().size(), validationLoss.mean()));
      validationItems.addElement(validationLoss.weight());
    }
  }

  /** The losses so far. */
  public LossHistory history() {
    lastLoss.settle();
    return new LossHistory(Doubles.asList(training.getElements()), validation);
  }

  /**
   * Makes each loss the mean over these items and those of another rank, which has recorded the
   * same batches. If it has not, because a batch was cancelled on one of them, the losses stay.
   *
   * @param other the state dict of the other rank's
   */
  public void combineItems(Map<String, Tensor> other) {
    lastLoss.settle();
    LossLog theirs = new LossLog();
    theirs.loadStateDict(other);
    if (theirs.training.getNumElements() != training.getNumElements()
        || theirs.validation.size() != validation.size()) {
      return;
    }
    for (int i = 0; i < training.getNumElements(); i++) {
      double own = trainingItems.getElement(i);
      double all = own + theirs.trainingItems.getElement(i);
      double sum = own * training.getElement(i) + (all - own) * theirs.training.getElement(i);
      training.setElement(i, sum / all);
      trainingItems.setElement(i, all);
    }
    for (int i = 0; i < validation.size(); i++) {
      LossHistory.Validation mine = validation.get(i);
      double own = validationItems.getElement(i);
      double all = own + theirs.validationItems.getElement(i);
      double sum = own * mine.loss() + (all - own) * theirs.validation.get(i).loss();
      validation.set(i, new LossHistory.Validation(mine.batches(), sum / all));
      validationItems.setElement(i, all);
    }
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
        .put(TRAINING_ITEMS, StateDicts.tensor(trainingItems.getElements()))
        .put(VALIDATION_ITEMS, StateDicts.tensor(validationItems.getElements()))
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
    double[] trained = StateDicts.values(state, "training");
    double[] batches = StateDicts.values(state, "validation_batches");
    double[] losses = StateDicts.values(state, "validation");
    beforeFit();
    training.addElements(trained);
    trainingItems.addElements(items(state, TRAINING_ITEMS, trained.length));
    validationItems.addElements(items(state, VALIDATION_ITEMS, losses.length));
    for (int i = 0; i < losses.length; i++) {
      validation.add(new LossHistory.Validation((int) batches[i], losses[i]));
    }
    validationLoss.loadStateDict(StateDicts.under("validation_loss", state));
  }

  /** A state of an earlier version does not have them: then the losses of all ranks count alike. */
  private static double[] items(Map<String, Tensor> state, String name, int losses) {
    if (state.containsKey(name)) {
      return StateDicts.values(state, name, losses);
    }
    double[] alike = new double[losses];
    Arrays.fill(alike, 1);
    return alike;
  }
}
