package ai.miniai.callback;

import ai.miniai.data.Batch;
import ai.miniai.nn.Module;
import ai.miniai.optim.Optimizer;
import com.google.common.collect.ImmutableSet;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Code that runs at certain points of the training loop, and may change it. Override the methods of
 * the events you want.
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
 * <p>During a fit a callback has access to its {@link #learn learner}. Four values of it are also
 * methods of the callback: {@link #model}, {@link #opt}, {@link #batch} and {@link #epoch}. {@link
 * #get} reads these and all others that {@link #forward} names.
 *
 * <p>To end a batch, an epoch or the fit early, throw a {@link CancelException}. Any other
 * exception ends the fit and is rethrown as a {@link CallbackException}.
 */
public abstract class Callback {
  private static final ImmutableSet<Attribute<?>> FORWARD =
      ImmutableSet.of(Attribute.MODEL, Attribute.OPT, Attribute.BATCH, Attribute.EPOCH);

  private @Nullable Training learner;

  /** Callbacks run in ascending order; those of equal order, as they were given. 0 by default. */
  public int order() {
    return 0;
  }

  /**
   * Whether a callback that was given to the learner runs in {@code Learner.tryOut} too, for
   * example in the learning rate finder. Callbacks that record a fit, or act on such records,
   * return false, so that they keep their records of the last fit. Callbacks given to the fit
   * itself always run.
   */
  public boolean inTryOut() {
    return true;
  }

  /**
   * Whether it runs on that rank of a data-parallel training. Callbacks that print, draw or write
   * files for the user run on rank 0 only. Others must run on all ranks, so that the ranks stay
   * equal. {@link #companions()} run where they say themselves.
   *
   * @param rank from 0
   */
  public boolean onRank(int rank) {
    return true;
  }

  /**
   * Other callbacks that this one needs. They are added to the fit right before it. Must return the
   * same ones in each call.
   */
  protected List<? extends Callback> companions() {
    return List.of();
  }

  /**
   * Like {@link #companions()}, for a callback that brings others only if they are not there yet.
   * Called once for each fit, before it begins.
   *
   * @param given the callbacks that were given to the learner and to the fit, this one among them
   */
  protected List<? extends Callback> companions(Collection<Callback> given) {
    return companions();
  }

  /**
   * The type of which a fit may have one callback only, because a second would undo or hide what
   * the first does. Empty if there may be several.
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

  /** The values of the learner that {@link #get} reads. Override it to add or remove some. */
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

  /** Before the first batch of a training or validation pass. The model's mode is already set. */
  public void beforeEpoch() {}

  /** After the last batch of a pass, unless it was cancelled or failed. */
  public void afterEpoch() {}

  /** At the end of a pass, always. */
  public void cleanupEpoch() {}

  /** Before each batch. */
  public void beforeBatch() {}

  /** After each batch, unless it was cancelled or failed. Predictions and loss still exist. */
  public void afterBatch() {}

  /** At the end of a batch, always. */
  public void cleanupBatch() {}

  /** Computes the predictions, unless the learner does so itself, as a {@code TrainLearner}. */
  public void predict() {}

  /** After the predictions have been computed. */
  public void afterPredict() {}

  /** Computes the loss, unless the learner does so itself. */
  public void getLoss() {}

  /** After the loss has been computed. */
  public void afterLoss() {}

  /** Computes the gradients, unless the learner does so itself. Training only. */
  public void backward() {}

  /** After the gradients have been computed. Training only. */
  public void afterBackward() {}

  /** Steps the optimizer, unless the learner does so itself. Training only. */
  public void step() {}

  /** After the optimizer step, before the gradients are cleared. Training only. */
  public void afterStep() {}

  /** Clears the gradients, unless the learner does so itself. Training only. */
  public void zeroGrad() {}

  // ---------------------------------------------------------------- delegation

  /**
   * The learner whose fit is running.
   *
   * @throws IllegalStateException outside a fit
   */
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
   * Reads a value of the learner.
   *
   * @throws IllegalStateException outside a fit, if {@link #forward} does not contain the name, or
   *     if there is no value now
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

  /** The model. */
  protected final Module model() {
    return get(Attribute.MODEL);
  }

  /** The optimizer of this fit. */
  protected final Optimizer opt() {
    return get(Attribute.OPT);
  }

  /** The current batch. */
  protected final Batch batch() {
    return get(Attribute.BATCH);
  }

  /** The index of the epoch, from 0. */
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
