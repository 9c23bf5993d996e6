package ai.miniai.learner;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkState;

import ai.miniai.data.Batch;
import ai.miniai.data.DataLoaders;
import ai.miniai.nn.LossFunction;
import ai.miniai.nn.Module;
import ai.miniai.optim.Optimizer;
import ai.miniai.tensor.Tensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a learner has: what it trains, where the loop is, and what callbacks have published. */
abstract sealed class LearnerState permits Learner {
  private static final String PREDS =
      "they are there from afterPredict to the end of the batch, if a callback (TrainCB, say) or the"
          + " learner (TrainLearner, say) predicts";
  private static final String LOSS =
      "it is there from afterLoss to the end of the batch, if a callback (TrainCB, say) or the"
          + " learner (TrainLearner, say) gets it";

  private final Module model;
  private final DataLoaders dls;
  private final LossFunction lossFunction;
  private final Map<Attribute<?>, Object> published = new HashMap<>();

  private @Nullable Batch batch;
  private @Nullable Tensor preds;
  private @Nullable Tensor loss;

  // Where the loop is: changed by the loop alone.
  @Nullable Optimizer opt;
  @Nullable String cancelReason;
  @Nullable Throwable ending;
  int epochs;
  int epoch;
  int iteration;

  LearnerState(Module model, DataLoaders dls, LossFunction lossFunction) {
    this.model = model;
    this.dls = dls;
    this.lossFunction = lossFunction;
  }

  /** The model. */
  public final Module model() {
    return model;
  }

  /** The training and validation data. */
  public final DataLoaders dls() {
    return dls;
  }

  /** The loss function. */
  public final LossFunction lossFunction() {
    return lossFunction;
  }

  /** Whether the model is in training mode. */
  public final boolean training() {
    return model.training();
  }

  /** The optimizer of the fit that runs, or of the last one. */
  public final Optimizer opt() {
    return present(opt, "optimizer", "one is made when a fit begins");
  }

  /** The number of epochs of this fit. */
  public final int epochs() {
    return epochs;
  }

  /** The number of the epoch, from 0. */
  public final int epoch() {
    return epoch;
  }

  /** The number of the batch in its epoch, from 0. */
  public final int iteration() {
    return iteration;
  }

  /** Why a part of the last fit was cancelled, if one was: the last reason given. */
  public final Optional<String> cancelReason() {
    return Optional.ofNullable(cancelReason);
  }

  /**
   * In a cleanup event: what has ended the fit, the epoch or the batch before its end, a cancel
   * signal or a failure; empty if it came to its end.
   */
  public final Optional<Throwable> ending() {
    return Optional.ofNullable(ending);
  }

  /** The batch at hand. */
  public final Batch batch() {
    return present(batch, "batch", "there is one only while a batch is worked on");
  }

  /** Changes the batch at hand, in {@code beforeBatch} say. */
  public final void batch(Batch changed) {
    batch = changed;
  }

  /** The predictions for the batch at hand. */
  public final Tensor preds() {
    return present(preds, "predictions", PREDS);
  }

  /** Sets the predictions for the batch at hand. */
  public final void preds(Tensor predictions) {
    preds = predictions;
  }

  /** The loss of the batch at hand. */
  public final Tensor loss() {
    return present(loss, "loss", LOSS);
  }

  /** Sets the loss of the batch at hand, a scalar. */
  public final void loss(Tensor scalar) {
    loss = scalar;
  }

  /** Fails if nobody has predicted. */
  void checkPredicted() {
    checkState(preds != null, "nobody has predicted for this batch: %s", PREDS);
  }

  /** Fails if nobody has set the loss, or it is no number to go down from. */
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

  /** Lets go of the batch, and of what was made of it. */
  void forgetBatch() {
    batch = null;
    preds = null;
    loss = null;
  }

  private static <T> T present(@Nullable T value, String what, String hint) {
    checkState(value != null, "the learner has no %s now: %s", what, hint);
    return value;
  }

  /** Publishes a value for others to read, until it is set again. */
  public final <T> void set(Attribute<T> name, T value) {
    checkArgument(name.reader() == null, "%s is the learner's own and cannot be published", name);
    published.put(name, value);
  }

  /**
   * Reads a part of the learner or a published value.
   *
   * @throws IllegalStateException if nothing is there under that name
   */
  public final <T> T get(Attribute<T> name) {
    var reader = name.reader();
    if (reader != null) {
      return reader.apply(this);
    }
    Object value = published.get(name);
    checkState(
        value != null, "nobody has published %s; published are %s", name, published.keySet());
    return name.type().cast(value);
  }

  /** Whether something is published under {@code name}. */
  public final boolean has(Attribute<?> name) {
    return published.containsKey(name);
  }
}
