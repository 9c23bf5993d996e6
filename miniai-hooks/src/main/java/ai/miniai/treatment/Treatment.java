package ai.miniai.treatment;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.doctor.Remedy.Action;
import ai.miniai.doctor.Severity;
import ai.miniai.learner.Learner;
import com.google.common.collect.Comparators;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Lists;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Heals a training: trains, lets the doctor look, and as long as something is wrong trains again
 * with the remedies that the doctor names, one after another. What helps is kept.
 *
 * <pre>{@code
 * Seed.set(1);
 * var treatment = new Treatment(p -> new TrainLearner(network(), dls, loss, 0.6), 3);
 * System.out.println(treatment.heal());
 * }</pre>
 *
 * <p>Each run starts anew with a learner from the builder, with the same random numbers. Remedies
 * are applied to the learner from outside, by callbacks and hooks that are gone after the fit. A
 * builder can do better: it may look at the {@link Prescription} and build a network with batch
 * normalisation, for example. Actions that it takes itself are named with {@link
 * #leavingToBuilder}.
 */
public final class Treatment {
  private static final int ATTEMPTS = 12;

  private static final int LONGEST = 9;

  private final Function<? super Prescription, ? extends Learner> builder;
  private final int epochs;
  private int most = ATTEMPTS;
  private int longest = LONGEST;
  private ImmutableSet<Action> built = ImmutableSet.of();

  /**
   * A treatment that trains learners from {@code builder} at their own learning rates, multiplied
   * by what the prescription says.
   *
   * @param builder makes a new learner with a new model in each call; for a range test it is called
   *     once more with a prescription that has been tried
   * @param epochs the number of epochs of a run, 1 or more
   */
  public Treatment(Function<? super Prescription, ? extends Learner> builder, int epochs) {
    checkArgument(epochs > 0, "a run has 1 epoch or more, not %s", epochs);
    this.builder = builder;
    this.epochs = epochs;
  }

  /** Sets the largest number of runs after the first one, 0 or more; 12 by default. */
  public Treatment attempts(int most) {
    checkArgument(most >= 0, "the number of attempts must not be negative: %s", most);
    this.most = most;
    return this;
  }

  /**
   * Sets how many times as many epochs as planned a run may have at most, where more epochs are a
   * remedy, 1 or more; 9 by default. 1: none has more.
   */
  public Treatment longest(int times) {
    checkArgument(times > 0, "a run is as long as planned (1) or longer, not %s times", times);
    this.longest = times;
    return this;
  }

  /**
   * Actions that the builder takes, if the prescription {@linkplain Prescription#has has} them:
   * they are not applied to its learners a second time.
   */
  public Treatment leavingToBuilder(Action... actions) {
    built = ImmutableSet.copyOf(actions);
    return this;
  }

  /**
   * Trains, and treats as long as there is something to try: until the number of attempts is used
   * up, or the thread is interrupted. A run that is healthy from the beginning is left alone, and
   * so is one whose targets are all the same. Each attempt builds on the best one so far:
   *
   * <ul>
   *   <li>with what the doctor names, one remedy at a time;
   *   <li>if the run is sick, or its quality below 0.55, also with other learning rates, AdamW,
   *       normalised layers and more epochs, and with two remedies together;
   *   <li>a learning rate, more epochs or larger batches are changed again while quality rises;
   *       where a step of the rate has not been enough, or the loss is not finite, a range test
   *       looks for a rate (Smith, Cyclical Learning Rates for Training Neural Networks, 2015);
   *   <li>in the end the rate is changed in finer steps, in both directions.
   * </ul>
   *
   * An attempt that fails or is cancelled counts as a bad one.
   *
   * @throws RuntimeException if the first run, without remedies, fails
   */
  public TreatmentResult heal() {
    Trial trial = new Trial(builder, epochs, built);
    var candidates = new Candidates(trial, longest);
    Attempt best = trial.first();
    List<Attempt> attempts = new ArrayList<>(List.of(best));
    Deque<Supplier<Prescription>> open = candidates.after(best, best);
    while (attempts.size() <= most && !open.isEmpty() && !Thread.currentThread().isInterrupted()) {
      Prescription next = open.remove().get();
      if (attempts.stream().noneMatch(tried -> tried.prescription().isLike(next))) {
        Attempt attempt = decide(trial.with(next), best);
        attempts.add(attempt);
        if (attempt.kept()) {
          open = candidates.after(attempt, best);
          best = attempt;
        } else {
          Lists.reverse(candidates.further(attempt, best)).forEach(open::addFirst);
        }
      }
    }
    return new TreatmentResult(attempts);
  }

  /**
   * Keeps an attempt that is better; also one that is as good, if it is in better health or its
   * worst trouble is gone: a fault may hide another one.
   */
  private static Attempt decide(Attempt attempt, Attempt best) {
    String reason = "";
    if (attempt.isBetterThan(best)) {
      reason = "better";
    } else if (attempt.isAsGoodAs(best) && isHealthier(attempt, best)) {
      reason = "as good, in better health";
    } else if (attempt.isAsGoodAs(best) && isCured(attempt, best)) {
      reason = "as good, a cause is gone";
    }
    String ending = attempt.reason().isEmpty() ? "" : " (" + attempt.reason() + ")";
    return attempt.decided(!reason.isEmpty(), (reason.isEmpty() ? "not better" : reason) + ending);
  }

  /** Whether what was worst before is no longer found. */
  private static boolean isCured(Attempt attempt, Attempt best) {
    return best.diagnosis()
        .headline()
        .filter(worst -> attempt.diagnosis().finding(worst.pattern()).isEmpty())
        .isPresent();
  }

  /** Whether the doctor finds less. */
  private static boolean isHealthier(Attempt attempt, Attempt best) {
    return Comparators.emptiesFirst(Comparator.<Severity>naturalOrder())
            .compare(attempt.diagnosis().severity(), best.diagnosis().severity())
        < 0;
  }
}
