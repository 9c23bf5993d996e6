package ai.miniai.learner;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkState;
import static com.google.common.collect.Iterables.concat;
import static com.google.common.collect.Iterables.filter;

import ai.miniai.callback.Callback;
import ai.miniai.callback.Callbacks;
import ai.miniai.callback.CancelFitException;
import ai.miniai.callback.Event;
import ai.miniai.callback.Phase;
import ai.miniai.data.Batch;
import ai.miniai.data.Batches;
import ai.miniai.data.DataLoader;
import ai.miniai.data.DataLoaders;
import ai.miniai.loss.LossFunction;
import ai.miniai.nn.Module;
import ai.miniai.nn.Outputs;
import ai.miniai.optim.Optimizer;
import ai.miniai.optim.ParameterGroup;
import ai.miniai.optim.SGD;
import ai.miniai.tensor.Autograd;
import ai.miniai.tensor.MemoryScope;
import ai.miniai.tensor.Tensor;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.Sets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;

/**
 * The training loop. It calls five steps for each batch: predict, get the loss, backward, step and
 * zero the gradients. Callbacks implement them ({@code TrainCB} in the usual way), or a subclass
 * such as {@link TrainLearner}.
 *
 * <p>Each batch runs in its own {@link MemoryScope}: its predictions and loss are freed at its end.
 * Interrupting the thread cancels the fit. A learner is not thread-safe.
 */
public non-sealed class Learner extends LearnerState {
  private final double lr;
  private double fitRate;
  private final ImmutableList<Callback> always;

  private Optimizer.Factory optimizers = SGD::new;
  private boolean keepsOptimizer;
  private boolean tryingOut;
  private boolean gradientsSeen;

  /**
   * A learner that trains with SGD.
   *
   * @param lr the default learning rate, 0 or more
   * @param callbacks for every fit
   */
  public Learner(
      Module model, DataLoaders dls, LossFunction lossFunction, double lr, Callback... callbacks) {
    super(model, dls, lossFunction);
    checkArgument(
        Double.isFinite(lr) && lr >= 0,
        "the learning rate must be finite and not negative: %s",
        lr);
    this.lr = lr;
    this.fitRate = lr;
    this.always = ImmutableList.copyOf(callbacks);
  }

  /**
   * A learner for predictions only: with {@link #predict(Tensor...)} or {@link
   * #getPreds(DataLoader, Callback...)}. It has no data, no loss, and nothing to train.
   *
   * @param callbacks for every prediction; {@code TrainCB}, say, which asks the model
   */
  public Learner(Module model, Callback... callbacks) {
    this(model, DataLoaders.none(), NoLoss.INSTANCE, 0, callbacks);
  }

  @Override
  public final double lr() {
    return fitRate;
  }

  // ---------------------------------------------------------------- the loop

  /**
   * Trains and validates for {@code epochs} epochs at the default learning rate. Without validation
   * data ({@link DataLoaders#trainOnly}) it only trains.
   */
  public final void fit(int epochs) {
    fit(epochs, true, dls().hasValid(), List.of(), lr);
  }

  /** Trains, and validates if it can, at another learning rate. */
  public final void fit(int epochs, double lr) {
    fit(epochs, true, dls().hasValid(), List.of(), lr);
  }

  /** Trains, and validates if it can, with more callbacks, for this fit only. */
  public final void fit(int epochs, Callback... extra) {
    fit(epochs, true, dls().hasValid(), ImmutableList.copyOf(extra), lr);
  }

  /**
   * Runs the loop. Makes a new optimizer, unless {@link #keepOptimizer} was called, and clears old
   * gradients.
   *
   * @param epochs 0 or more
   * @param train whether each epoch trains
   * @param valid whether each epoch validates, after it has trained
   * @param extra callbacks for this fit only
   * @param lr the learning rate
   * @throws IllegalArgumentException if the model has no parameters, the optimizer has none of the
   *     model's parameters, or the callbacks do not fit together (see {@link Callback#onlyOne})
   * @throws IllegalStateException if the data have no batches, a fit of this learner is already
   *     running, or neither a callback nor the learner implements one of the steps
   */
  public final void fit(
      int epochs, boolean train, boolean valid, List<? extends Callback> extra, double lr) {
    checkArgument(epochs >= 0, "the number of epochs must not be negative: %s", epochs);
    checkState(callbacks == null, "a fit of this learner is running: wait until it has ended");
    if (epochs > 0) {
      checkData(train, valid);
    }
    Iterable<Callback> mine = tryingOut ? filter(always, Callback::inTryOut) : always;
    Callbacks bound = new Callbacks(ImmutableList.copyOf(concat(mine, extra)), this);
    callbacks = bound;
    try {
      prepareOptimizer(lr, train && epochs > 0);
      this.epochs = epochs;
      gradientsSeen = false;
      bound.within(
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
      cancelReason = bound.cancelReason();
      callbacks = null;
      bound.release();
    }
  }

  /** Without this check, a fit without batches would end with a loss of NaN, or none. */
  private void checkData(boolean train, boolean valid) {
    try {
      if (train) {
        dls().train().checkNotEmpty();
      }
    } catch (IllegalStateException e) {
      throw new IllegalStateException("there is nothing to train on: " + e.getMessage(), e);
    }
    try {
      if (valid) {
        dls().valid().checkNotEmpty();
      }
    } catch (IllegalStateException e) {
      throw new IllegalStateException(
          "there is nothing to validate on: "
              + e.getMessage()
              + " (to train without: fit(epochs, true, false, callbacks, lr))",
          e);
    }
  }

  private void oneEpoch(boolean training) {
    model().train(training);
    DataLoader loader = training ? dls().train() : dls().valid();
    running()
        .within(
            Phase.EPOCH,
            () -> {
              try (Batches batches = loader.iterate()) {
                for (iteration = 0; batches.hasNext(); iteration++) {
                  oneBatch(batches);
                }
                checkState(
                    iteration > 0,
                    "the %s data gave no batch in epoch %s",
                    training ? "training" : "validation",
                    epoch);
              }
            });
  }

  private void oneBatch(Batches batches) {
    try (MemoryScope step = MemoryScope.open()) {
      batch(next(batches));
      running()
          .within(
              Phase.BATCH,
              () -> {
                predict();
                checkPredicted();
                fire(Event.AFTER_PREDICT);
                getLoss();
                checkLoss();
                fire(Event.AFTER_LOSS);
                if (training()) {
                  boolean differentiable = loss().requiresGrad();
                  backward();
                  checkGradients(differentiable);
                  update();
                }
              });
    } finally {
      forgetBatch();
    }
  }

  @Override
  public final void update() {
    fire(Event.AFTER_BACKWARD);
    step();
    fire(Event.AFTER_STEP);
    zeroGrad();
  }

  private void fire(Event event) {
    running().fire(event);
  }

  /** The next batch. An interrupt, also while waiting for the batch, cancels the fit. */
  private static Batch next(Batches batches) {
    if (!Thread.currentThread().isInterrupted()) {
      try {
        return batches.next();
      } catch (CancellationException whileWaiting) {
        if (!Thread.currentThread().isInterrupted()) {
          throw whileWaiting;
        }
      }
    }
    throw new CancelFitException("the thread was interrupted");
  }

  // ---------------------------------------------------------------- the five steps

  /** Computes the predictions from the batch and sets {@link #preds(Tensor)}. */
  protected void predict() {
    fire(Event.PREDICT);
  }

  /** Computes the loss from the predictions and the batch and sets {@link #loss(Tensor)}. */
  protected void getLoss() {
    fire(Event.GET_LOSS);
  }

  /** Computes the gradients of the loss. */
  protected void backward() {
    checkState(
        running().handle(Event.BACKWARD) || !loss().requiresGrad(),
        "nobody goes backward from the loss: add TrainCB, say, or use a TrainLearner");
    fire(Event.BACKWARD);
  }

  /** Updates the weights. */
  protected void step() {
    checkState(
        running().handle(Event.STEP) || !hasGradients(),
        "there are gradients, but nobody steps: add TrainCB, say, or use a TrainLearner");
    fire(Event.STEP);
  }

  /** Clears the gradients. */
  protected void zeroGrad() {
    fire(Event.ZERO_GRAD);
  }

  // ---------------------------------------------------------------- checks of the steps

  /** In the first training batch of a fit: fails if no parameter got a gradient. */
  private void checkGradients(boolean differentiable) {
    if (differentiable && !gradientsSeen) {
      gradientsSeen = true;
      checkState(
          hasGradients(),
          "no parameter of the model got a gradient: the loss does not depend on them. Is it computed"
              + " from the learner's predictions, and are these made by this model?");
    }
  }

  private boolean hasGradients() {
    return model().parameters().values().stream().anyMatch(one -> one.grad() != null);
  }

  // ---------------------------------------------------------------- predictions

  /**
   * The prediction for a batch of inputs, as in validation: in evaluation mode, without gradients,
   * with the learner's callbacks. (For predictions on other threads see {@link Module#copy}.)
   *
   * @param inputs as many as the model takes, each [batch, ...]
   * @throws IllegalStateException if the model has several outputs: see {@link #predictAll}
   */
  public final Tensor predict(Tensor... inputs) {
    return predictAll(inputs).only();
  }

  /** As {@link #predict}, for a model with several outputs. */
  public final Outputs predictAll(Tensor... inputs) {
    return Predicting.outputs(this, inputs);
  }

  /** The predictions for the validation data, see {@link #getPreds(DataLoader, Callback...)}. */
  public final Predictions getPreds(Callback... extra) {
    return getPreds(dls().valid(), extra);
  }

  /**
   * The predictions for all items of {@code data}, which may have targets or not. Nothing is
   * trained; optimizer and mode are restored. The learner's callbacks run, except recorders and the
   * like ({@link Callback#inTryOut}).
   *
   * @param extra more callbacks for this pass, such as {@code BatchTransformCB} or {@code
   *     MetricsCB}
   * @throws IllegalStateException if no batch was predicted
   */
  public final Predictions getPreds(DataLoader data, Callback... extra) {
    return Predicting.predictions(this, data, false, extra);
  }

  /**
   * As {@link #getPreds(DataLoader, Callback...)}, with the first input of each item as the model
   * got it: fastai's {@code with_input}.
   */
  public final Predictions getPredsWithInput(DataLoader data, Callback... extra) {
    return Predicting.predictions(this, data, true, extra);
  }

  /** Test-time augmentation for the validation data, see {@link #tta(DataLoader, Callback...)}. */
  public final Predictions tta(Callback... extra) {
    return tta(dls().valid(), extra);
  }

  /**
   * Test-time augmentation: the mean of the predictions for images and for their horizontal flips.
   * Often better for a model that was trained with random flips.
   *
   * @throws IllegalStateException if no batch was predicted, or the two passes differ in order
   */
  public final Predictions tta(DataLoader data, Callback... extra) {
    return Predicting.withFlips(this, data, extra);
  }

  // ---------------------------------------------------------------- the optimizer

  /** Sets the optimizer of later fits; the default is plain SGD. */
  public final Learner optimizer(Optimizer.Factory factory) {
    optimizers = factory;
    opt = null;
    return this;
  }

  /**
   * Sets whether later fits keep the optimizer of the fit before, with its state such as momentum.
   * Its parameter groups get the learning rates that a new optimizer would have. False by default.
   */
  public final Learner keepOptimizer(boolean keep) {
    keepsOptimizer = keep;
    return this;
  }

  /**
   * Runs fits, then restores the optimizer and the model's mode. Of the learner's own callbacks
   * only those run that are {@linkplain Callback#inTryOut meant for it}.
   */
  public final void tryOut(Runnable fits) {
    Optimizer before = opt;
    boolean training = training();
    opt = null;
    tryingOut = true;
    try {
      fits.run();
    } finally {
      tryingOut = false;
      opt = before;
      model().train(training);
    }
  }

  private void prepareOptimizer(double rate, boolean trains) {
    Map<String, Tensor> parameters = model().parameters();
    checkArgument(
        !trains || tryingOut || !parameters.isEmpty(), // to look at a batch takes none
        "the model has no parameters to train: are its parts registered with child(...), and its"
            + " weights with parameter(...)?\n%s",
        model());
    Optimizer last = opt;
    fitRate = rate;
    if (keepsOptimizer && last != null) {
      takeRates(optimizers.create(parameters, rate).groups(), last.groups());
    } else if (parameters.isEmpty()) {
      last = null;
    } else {
      last = optimizers.create(parameters, rate);
    }
    opt = last;
    if (last != null) {
      checkArgument(
          !trains || sharesOne(last, parameters),
          "the optimizer has none of the model's parameters, so that the model would never change:"
              + " make it from the parameters that the function given to optimizer(...) gets");
      last.zeroGrad();
    }
  }

  private static boolean sharesOne(Optimizer optimizer, Map<String, Tensor> parameters) {
    Set<Tensor> own = Sets.newIdentityHashSet();
    own.addAll(parameters.values());
    return optimizer.groups().stream()
        .flatMap(group -> group.parameters().values().stream())
        .anyMatch(own::contains);
  }

  /** Copies the learning rates of a new optimizer's groups, which its factory has set. */
  private static void takeRates(List<ParameterGroup> from, List<ParameterGroup> to) {
    checkState(
        from.size() == to.size(),
        "the optimizer that was kept has %s groups of parameters, but a new one would have %s",
        to.size(),
        from.size());
    for (int i = 0; i < to.size(); i++) {
      to.get(i).lr(from.get(i).lr());
    }
  }
}
