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
import ai.miniai.nn.LossFunction;
import ai.miniai.nn.Module;
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
 * The training loop. It knows when to predict, get the loss, go backward, step and clear the
 * gradients, but not how: each is handed to the callbacks ({@code TrainCB} does it in the usual
 * way), or overridden by a subclass such as {@link TrainLearner}.
 *
 * <p>Each batch runs in a {@link MemoryScope} of its own: predictions and loss die with it. A fit
 * ends early, as if cancelled, when its thread is interrupted. One thread trains at a time.
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
   * A learner with SGD and these callbacks, which are there for every fit.
   *
   * @param lr the learning rate of fits that name no other, not negative; at 0 nothing is learnt
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

  @Override
  public final double lr() {
    return fitRate;
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
   * gradients are cleared. No epochs are nothing to do.
   *
   * @param epochs 0 or more
   * @param train whether each epoch goes through the training data
   * @param valid whether each epoch (then) goes through the validation data
   * @param extra callbacks for this fit only
   * @throws IllegalArgumentException if the model has nothing to train, the optimizer is that of
   *     another model, or a callback is there twice (or one of its kind, see {@link
   *     Callback#onlyOne})
   * @throws IllegalStateException if there are epochs to run, but the data have no batches; if a
   *     fit of this learner is running, or nobody does one of the steps, such as predicting
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

  /** Without this, a fit without batches would end with a loss of NaN, or none. */
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

  /** The next batch; an interrupt cancels the fit, also one that comes while waiting for it. */
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
    checkState(
        running().handle(Event.BACKWARD) || !loss().requiresGrad(),
        "nobody goes backward from the loss: add TrainCB, say, or use a TrainLearner");
    fire(Event.BACKWARD);
  }

  /** Changes the weights. */
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

  /** In the first training batch of a fit, where it shows whether anything is trained at all. */
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

  // ---------------------------------------------------------------- the optimizer

  /** Has fits from now on make optimizers with {@code factory}, instead of plain SGD. */
  public final Learner optimizer(Optimizer.Factory factory) {
    optimizers = factory;
    opt = null;
    return this;
  }

  /**
   * Has fits from now on go on with the optimizer of the fit before, with its momentum; or not.
   * Each group of parameters gets the rate that a new optimizer would give it.
   */
  public final Learner keepOptimizer(boolean keep) {
    keepsOptimizer = keep;
    return this;
  }

  /**
   * Runs fits after which the optimizer and the model's mode are again what they were before. The
   * learner's callbacks take part only if they {@linkplain Callback#inTryOut say so}.
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

  /** The factory knows how the rate of each group follows from that of the fit. */
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
