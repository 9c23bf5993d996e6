package ai.miniai.learner;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkState;

import ai.miniai.callback.Callback;
import ai.miniai.callback.Callbacks;
import ai.miniai.callback.CancelException;
import ai.miniai.callback.CancelFitException;
import ai.miniai.callback.Event;
import ai.miniai.data.Batch;
import ai.miniai.data.Batches;
import ai.miniai.data.DataLoader;
import ai.miniai.data.DataLoaders;
import ai.miniai.nn.LossFunction;
import ai.miniai.nn.Module;
import ai.miniai.optim.Optimizer;
import ai.miniai.optim.SGD;
import ai.miniai.tensor.Autograd;
import ai.miniai.tensor.MemoryScope;
import ai.miniai.tensor.Tensor;
import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The training loop. It knows when to predict, get the loss, go backward, step and clear the
 * gradients, but not how: each is handed to the callbacks ({@code TrainCB} does it in the usual
 * way), or overridden by a subclass such as {@link TrainLearner}.
 *
 * <p>Each batch runs in a {@link MemoryScope} of its own: predictions and loss die with it. A fit
 * ends early, as if cancelled, when its thread is interrupted. One thread trains at a time.
 */
public class Learner {
  private final Module model;
  private final DataLoaders dls;
  private final LossFunction lossFunction;
  private final double lr;
  private final ImmutableList<Callback> always;
  private final Map<Attribute<?>, Object> published = new HashMap<>();

  private Optimizer.Factory optimizers = SGD::new;
  private boolean keepsOptimizer;
  private @Nullable Optimizer opt;
  private @Nullable Callbacks callbacks;
  private @Nullable Batch batch;
  private @Nullable Tensor preds;
  private @Nullable Tensor loss;
  private @Nullable String cancelReason;
  private int epochs;
  private int epoch;
  private int iteration;

  /**
   * A learner with SGD and these callbacks, which are there for every fit.
   *
   * @param lr the learning rate of fits that name no other
   */
  public Learner(
      Module model, DataLoaders dls, LossFunction lossFunction, double lr, Callback... callbacks) {
    this.model = model;
    this.dls = dls;
    this.lossFunction = lossFunction;
    this.lr = lr;
    this.always = ImmutableList.copyOf(callbacks);
  }

  // ---------------------------------------------------------------- the loop

  /** Trains and validates for {@code epochs}, at the learner's rate. */
  public final void fit(int epochs) {
    fit(epochs, true, true, List.of(), lr);
  }

  /** Trains and validates at another rate. */
  public final void fit(int epochs, double lr) {
    fit(epochs, true, true, List.of(), lr);
  }

  /** Trains and validates with more callbacks, which are there for this fit only. */
  public final void fit(int epochs, Callback... extra) {
    fit(epochs, true, true, ImmutableList.copyOf(extra), lr);
  }

  /**
   * Runs the loop. A new optimizer is made, unless {@link #keepOptimizer} was asked for, and old
   * gradients are cleared.
   *
   * @param train whether each epoch goes through the training data
   * @param valid whether each epoch (then) goes through the validation data
   * @param extra callbacks for this fit only
   */
  public final void fit(
      int epochs, boolean train, boolean valid, List<? extends Callback> extra, double lr) {
    checkArgument(epochs >= 0, "the number of epochs must not be negative: %s", epochs);
    checkState(callbacks == null, "a fit of this learner is running: wait until it has ended");
    List<Callback> all = new ArrayList<>(always);
    all.addAll(extra);
    prepareOptimizer(lr);
    this.epochs = epochs;
    this.epoch = 0;
    this.cancelReason = null;
    Callbacks bound = new Callbacks(all, this);
    callbacks = bound;
    try {
      within(
          Phase.FIT,
          () -> {
            for (epoch = 0; epoch < epochs; epoch++) {
              if (train) {
                oneEpoch(true);
              }
              if (valid) {
                Autograd.noGrad(() -> oneEpoch(false));
              }
            }
          });
    } finally {
      bound.release();
      callbacks = null;
    }
  }

  private void oneEpoch(boolean training) {
    model.train(training);
    DataLoader loader = training ? dls.train() : dls.valid();
    within(
        Phase.EPOCH,
        () -> {
          try (Batches batches = loader.iterate()) {
            for (iteration = 0; batches.hasNext(); iteration++) {
              oneBatch(batches);
            }
          }
        });
  }

  private void oneBatch(Batches batches) {
    if (Thread.currentThread().isInterrupted()) {
      throw new CancelFitException("the thread was interrupted");
    }
    try (MemoryScope step = MemoryScope.open()) {
      batch = batches.next();
      within(
          Phase.BATCH,
          () -> {
            predict();
            fire(Event.AFTER_PREDICT);
            getLoss();
            fire(Event.AFTER_LOSS);
            if (training()) {
              backward();
              fire(Event.AFTER_BACKWARD);
              step();
              fire(Event.AFTER_STEP);
              zeroGrad();
            }
          });
    } finally {
      batch = null;
      preds = null;
      loss = null;
    }
  }

  /** Runs {@code body} between the callbacks of its phase; a signal for that phase ends it. */
  private void within(Phase phase, Runnable body) {
    Throwable thrown = null;
    try {
      fire(phase.before);
      body.run();
      fire(phase.after);
    } catch (CancelException signal) {
      cancelReason = signal.getMessage();
      if (!phase.endsWith(signal)) {
        thrown = signal;
        throw signal;
      }
    } catch (RuntimeException | Error failure) {
      thrown = failure;
      throw failure;
    } finally {
      cleanUp(phase, thrown);
    }
  }

  /** A failure in the cleanup does not hide the one that came before it. */
  private void cleanUp(Phase phase, @Nullable Throwable before) {
    try {
      fire(phase.cleanup);
    } catch (RuntimeException failure) {
      if (before == null) {
        throw failure;
      }
      before.addSuppressed(failure);
    }
  }

  private void fire(Event event) {
    Callbacks bound = callbacks;
    checkState(bound != null, "no fit is running");
    bound.fire(event);
  }

  // ---------------------------------------------------------------- the five steps

  /** Sets {@link #preds(Tensor)} from the batch. */
  protected void predict() {
    fire(Event.PREDICT);
  }

  /** Sets {@link #loss(Tensor)} from the predictions and the batch. */
  protected void getLoss() {
    fire(Event.GET_LOSS);
  }

  /** Computes the gradients of the loss. */
  protected void backward() {
    fire(Event.BACKWARD);
  }

  /** Changes the weights. */
  protected void step() {
    fire(Event.STEP);
  }

  /** Clears the gradients. */
  protected void zeroGrad() {
    fire(Event.ZERO_GRAD);
  }

  // ---------------------------------------------------------------- what a learner has

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

  /** Has fits from now on make optimizers with {@code factory}, instead of plain SGD. */
  public final Learner optimizer(Optimizer.Factory factory) {
    optimizers = factory;
    opt = null;
    return this;
  }

  /**
   * Has fits from now on go on with the optimizer of the fit before, at the new rate, with its
   * momentum; or not.
   */
  public final Learner keepOptimizer(boolean keep) {
    keepsOptimizer = keep;
    return this;
  }

  /** Runs fits whose optimizer is forgotten afterwards: {@link #opt} is the one before again. */
  public final void tryOut(Runnable fits) {
    Optimizer before = opt;
    opt = null;
    try {
      fits.run();
    } finally {
      opt = before;
    }
  }

  private void prepareOptimizer(double rate) {
    Optimizer last = opt;
    if (keepsOptimizer && last != null) {
      last.lr(rate);
    } else {
      last = optimizers.create(model.parameters(), rate);
    }
    last.zeroGrad();
    opt = last;
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
    return present(
        preds, "predictions", "does a callback predict? Add TrainCB, or use TrainLearner");
  }

  /** Sets the predictions for the batch at hand. */
  public final void preds(Tensor predictions) {
    preds = predictions;
  }

  /** The loss of the batch at hand. */
  public final Tensor loss() {
    return present(loss, "loss", "does a callback get the loss? Add TrainCB, or use TrainLearner");
  }

  /** Sets the loss of the batch at hand, a scalar. */
  public final void loss(Tensor scalar) {
    loss = scalar;
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
