package ai.miniai.learner;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkState;

import ai.miniai.callback.Attribute;
import ai.miniai.callback.Callback;
import ai.miniai.callback.Callbacks;
import ai.miniai.callback.Training;
import ai.miniai.data.Batch;
import ai.miniai.data.DataLoaders;
import ai.miniai.loss.LossFunction;
import ai.miniai.nn.Module;
import ai.miniai.nn.Outputs;
import ai.miniai.optim.Optimizer;
import ai.miniai.tensor.Tensor;
import com.google.common.collect.ImmutableMap;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The state of a learner: what it trains, where the loop is, and what callbacks have published. */
abstract sealed class LearnerState implements Training permits Learner {
  private static final String PREDS =
      "they are there from afterPredict to the end of the batch, if a callback (TrainCB, say) or the"
          + " learner (TrainLearner, say) predicts";
  private static final String LOSS =
      "it is there from afterLoss to the end of the batch, if a callback (TrainCB, say) or the"
          + " learner (TrainLearner, say) gets it";

  private static final ImmutableMap<Attribute<?>, Function<Training, ?>> OWN =
      ImmutableMap.<Attribute<?>, Function<Training, ?>>builder()
          .put(Attribute.MODEL, Training::model)
          .put(Attribute.OPT, Training::opt)
          .put(Attribute.BATCH, Training::batch)
          .put(Attribute.EPOCH, Training::epoch)
          .put(Attribute.EPOCHS, Training::epochs)
          .put(Attribute.ITERATION, Training::iteration)
          .put(Attribute.PREDS, Training::preds)
          .put(Attribute.OUTPUTS, Training::outputs)
          .put(Attribute.LOSS, Training::loss)
          .put(Attribute.DLS, Training::dls)
          .buildOrThrow();

  private final Module model;
  private DataLoaders dls;
  private final LossFunction lossFunction;
  private final Map<Attribute<?>, Object> published = new HashMap<>();

  private @Nullable Batch batch;
  private @Nullable Outputs outputs;
  private @Nullable Tensor loss;

  // Only the loop changes these.
  @Nullable Optimizer opt;
  @Nullable Callbacks callbacks; // of the running fit
  Optional<String> cancelReason = Optional.empty(); // of the last fit
  int epochs;
  int epoch;
  int iteration;

  LearnerState(Module model, DataLoaders dls, LossFunction lossFunction) {
    this.model = model;
    this.dls = dls;
    this.lossFunction = lossFunction;
  }

  @Override
  public final Module model() {
    return model;
  }

  @Override
  public final DataLoaders dls() {
    return dls;
  }

  /**
   * Runs {@code action}, such as a fit, with other data. Afterwards the learner has those that it
   * had before.
   */
  public final void withData(DataLoaders other, Runnable action) {
    DataLoaders before = dls;
    dls = other;
    try {
      action.run();
    } finally {
      dls = before;
    }
  }

  @Override
  public final LossFunction lossFunction() {
    return lossFunction;
  }

  @Override
  public final boolean training() {
    return model.training();
  }

  @Override
  public final Optimizer opt() {
    return present(opt, "optimizer", "one is made when a fit begins");
  }

  @Override
  public final int epochs() {
    return epochs;
  }

  @Override
  public final int epoch() {
    return epoch;
  }

  @Override
  public final int iteration() {
    return iteration;
  }

  /** The callbacks of the running fit; fails outside a fit. */
  final Callbacks running() {
    Callbacks bound = callbacks;
    checkState(bound != null, "no fit is running");
    return bound;
  }

  @Override
  public final List<Callback> cbs() {
    return running().ordered();
  }

  @Override
  public final Optional<String> cancelReason() {
    Callbacks bound = callbacks;
    return bound == null ? cancelReason : bound.cancelReason();
  }

  @Override
  public final Optional<Throwable> ending() {
    return Optional.ofNullable(callbacks).flatMap(Callbacks::ending);
  }

  @Override
  public final Batch batch() {
    return present(batch, "batch", "there is one only while a batch is worked on");
  }

  @Override
  public final void batch(Batch changed) {
    batch = changed;
  }

  @Override
  public final Tensor preds() {
    Outputs all = outputs();
    checkState(
        all.size() == 1,
        "the model has %s outputs, not one: %s. Ask for outputs()",
        all.size(),
        all);
    return all.only();
  }

  @Override
  public final void preds(Tensor predictions) {
    outputs = Outputs.of(predictions);
  }

  @Override
  public final Outputs outputs() {
    return present(outputs, "predictions", PREDS);
  }

  @Override
  public final void outputs(Outputs all) {
    outputs = all;
  }

  @Override
  public final Tensor loss() {
    return present(loss, "loss", LOSS);
  }

  @Override
  public final void loss(Tensor scalar) {
    loss = scalar;
  }

  /** Fails if there are no predictions. */
  void checkPredicted() {
    checkState(outputs != null, "nobody has predicted for this batch: %s", PREDS);
  }

  /** Fails if there is no loss, or if it is not one floating point number. */
  void checkLoss() {
    checkState(loss != null, "nobody has taken the loss of this batch: %s", LOSS);
    Tensor value = loss();
    if (value.length() != 1 || !value.dataType().isFPType()) {
      throw new IllegalStateException(
          "the loss must be one floating point number, not "
              + value.dataType()
              + " "
              + Arrays.toString(value.shape())
              + ": reduce it with mean() or sum()");
    }
  }

  /** Drops the batch, its predictions and its loss. */
  void forgetBatch() {
    batch = null;
    outputs = null;
    loss = null;
  }

  private static <T> T present(@Nullable T value, String what, String hint) {
    checkState(value != null, "the learner has no %s now: %s", what, hint);
    return value;
  }

  @Override
  public final <T> void set(Attribute<T> name, T value) {
    checkArgument(!OWN.containsKey(name), "%s is the learner's own and cannot be published", name);
    published.put(name, value);
  }

  @Override
  public final <T> T get(Attribute<T> name) {
    Function<Training, ?> own = OWN.get(name);
    Object value = own == null ? published.get(name) : own.apply(this);
    checkState(
        value != null, "nobody has published %s; published are %s", name, published.keySet());
    return name.type().cast(value);
  }

  @Override
  public final boolean has(Attribute<?> name) {
    return published.containsKey(name);
  }
}
