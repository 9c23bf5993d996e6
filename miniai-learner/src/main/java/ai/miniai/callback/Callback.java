package ai.miniai.callback;

import ai.miniai.data.Batch;
import ai.miniai.nn.Module;
import ai.miniai.optim.Optimizer;
import com.google.common.collect.ImmutableSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Code that runs at points of the training loop and may change it. Override the events you want.
 *
 * <pre>{@code
 * final class StopWhenDead extends Callback {
 *   @Override public void afterBatch() {
 *     double dead = stats.layers().get(0).last().nearZero(1);
 *     if (training() && dead > 0.9) throw new CancelFitException("most activations are dead");
 *   }
 * }
 * }</pre>
 *
 * <p>During a fit a callback is bound to its {@link #learn learner}, and passes some names on to
 * it: {@link #model}, {@link #opt}, {@link #batch} and {@link #epoch} at first. The set of these
 * names is {@link #forward}, which a subclass may override to add names or to remove some; {@link
 * #get} reads any of them.
 *
 * <p>To end a batch, an epoch or the fit, throw the {@link CancelException} for it. Any other
 * exception ends the fit, and is rethrown as a {@link CallbackException}.
 */
public abstract class Callback {
  private static final ImmutableSet<Attribute<?>> FORWARD =
      ImmutableSet.of(Attribute.MODEL, Attribute.OPT, Attribute.BATCH, Attribute.EPOCH);

  private @Nullable Training learner;

  /** Callbacks run in ascending order; equal ones in the order in which they were given. */
  public int order() {
    return 0;
  }

  /**
   * Whether it takes part in fits that are only tried out ({@code Learner.tryOut}), such as the
   * search for a learning rate, when it was given to the learner. Those that record fits, or act on
   * such records, say no: what they hold of the last fit stays. Whatever is given to a fit itself
   * takes part in any case.
   */
  public boolean inTryOut() {
    return true;
  }

  /**
   * Callbacks that come along wherever this one is given, as if they had been given right before
   * it: parts that it is made of, or that it reads from. Always the same ones.
   */
  protected List<? extends Callback> companions() {
    return List.of();
  }

  /**
   * The kind of callback of which a fit can have one only, since a second would undo what the first
   * does, or not be seen; empty if there may be several.
   */
  protected Optional<Class<? extends Callback>> onlyOne() {
    return Optional.empty();
  }

  /**
   * Fails if this callback cannot take part in that training. Called before the fit begins.
   *
   * @throws IllegalArgumentException with the reason, and what to do instead
   */
  protected void check(Training learn) {}

  /** The names that are passed on to the learner. */
  protected Set<Attribute<?>> forward() {
    return FORWARD;
  }

  // ---------------------------------------------------------------- events

  /** Before the first epoch. */
  public void beforeFit() {}

  /** After the last epoch, unless the fit was cancelled or failed. */
  public void afterFit() {}

  /** At the end of a fit, always. */
  public void cleanupFit() {}

  /** Before the first batch of an epoch; the model is in the right mode already. */
  public void beforeEpoch() {}

  /** After the last batch of an epoch, unless it was cancelled. */
  public void afterEpoch() {}

  /** At the end of an epoch, always. */
  public void cleanupEpoch() {}

  /** Before each batch. */
  public void beforeBatch() {}

  /** After each batch, unless it was cancelled. Predictions and loss are still alive. */
  public void afterBatch() {}

  /** At the end of a batch, always. */
  public void cleanupBatch() {}

  /** Predict: for a {@code Learner} that leaves this to its callbacks. */
  public void predict() {}

  /** When the predictions are there. */
  public void afterPredict() {}

  /** Get the loss: for a {@code Learner} that leaves this to its callbacks. */
  public void getLoss() {}

  /** When the loss is there. */
  public void afterLoss() {}

  /** Go backward: for a {@code Learner} that leaves this to its callbacks. Training only. */
  public void backward() {}

  /** When the gradients are there. Training only. */
  public void afterBackward() {}

  /** Step the optimizer: for a {@code Learner} that leaves this to its callbacks. Training only. */
  public void step() {}

  /** When the weights have changed; the gradients are still there. Training only. */
  public void afterStep() {}

  /**
   * Clear the gradients: for a {@code Learner} that leaves this to its callbacks. Training only.
   */
  public void zeroGrad() {}

  // ---------------------------------------------------------------- delegation

  /** The learner whose fit is running. */
  protected final Training learn() {
    Training bound = learner;
    if (bound == null) {
      throw new IllegalStateException(
          name()
              + " has no learner now: a callback is bound to one only while a fit runs. During a"
              + " fit it passes on "
              + names());
    }
    return bound;
  }

  /**
   * Reads a name that is passed on to the learner.
   *
   * @throws IllegalStateException outside a fit, or if the name is not passed on or has no value
   */
  protected final <T> T get(Attribute<T> name) {
    if (!forward().contains(name)) {
      throw new IllegalStateException(
          name()
              + " does not pass on "
              + name
              + ", only "
              + names()
              + ": override forward() to add it, or ask learn()");
    }
    return learn().get(name);
  }

  /** The learner's model. */
  protected final Module model() {
    return get(Attribute.MODEL);
  }

  /** The learner's optimizer. */
  protected final Optimizer opt() {
    return get(Attribute.OPT);
  }

  /** The batch at hand. */
  protected final Batch batch() {
    return get(Attribute.BATCH);
  }

  /** The number of the epoch, from 0. */
  protected final int epoch() {
    return get(Attribute.EPOCH);
  }

  /** Whether the model is in training mode. */
  protected final boolean training() {
    return learn().training();
  }

  /** The name in messages and checkpoints: that of the class. */
  public String name() {
    String simple = getClass().getSimpleName();
    return simple.isEmpty() ? getClass().getName() : simple;
  }

  private String names() {
    return forward().stream().map(Attribute::toString).sorted().collect(Collectors.joining(", "));
  }

  boolean isBound() {
    return learner != null;
  }

  void bind(Training to) {
    learner = to;
  }

  void release() {
    learner = null;
  }
}
