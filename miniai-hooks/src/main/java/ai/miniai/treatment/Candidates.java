package ai.miniai.treatment;

import ai.miniai.doctor.Diagnosis;
import ai.miniai.doctor.Pattern;
import ai.miniai.doctor.Remedy;
import ai.miniai.doctor.Remedy.Action;
import ai.miniai.doctor.Severity;
import ai.miniai.setup.OptimizerInfo;
import com.google.common.collect.ImmutableList;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What to try next: prescriptions that build on the best attempt so far. */
final class Candidates {
  /** Steps of the learning rate that the doctor has not named, of the size that it would name. */
  private static final double LOWER = 1.0 / 3;

  private static final double HIGHER = 10;

  /** The step of a learning rate that is about right. */
  private static final double FINE = 3;

  /** A step whose logarithm is larger is none of those above. */
  private static final double LEAP = Math.log(1.01 * HIGHER);

  /** The quality from which on a run that was treated is good enough. */
  private static final double GOOD = 0.55;

  /** A gain of quality after which the same is done once more. */
  private static final double CLEAR_GAIN = 0.05;

  private final Trial trial;
  private final int longest;
  private final Map<String, OptionalDouble> rangeTests = new HashMap<>();
  private final Set<Remedy> everNamed = new LinkedHashSet<>();
  private boolean rateNamed;

  /** {@code longest}: how many times as many epochs as planned there may be. */
  Candidates(Trial trial, int longest) {
    this.trial = trial;
    this.longest = longest;
  }

  /**
   * The next prescriptions, the most promising first: what has just helped much, once more; what
   * the doctor names; other rates, and another optimizer, for what is wrong is not always seen; two
   * remedies together; and finer steps of what has helped. A range test takes place only when its
   * prescription is asked for.
   *
   * @param best the best attempt so far
   * @param before the best attempt before it; itself if there is none
   */
  Deque<Supplier<Prescription>> after(Attempt best, Attempt before) {
    boolean treated = !best.prescription().remedies().isEmpty();
    if ((best.isHealthy() && !treated) || isHopeless(best)) {
      return new ArrayDeque<>();
    }
    boolean poor = best.score().quality() < GOOD;
    List<Remedy> again = again(best, before, poor);
    List<Remedy> named = best.isHealthy() && !poor ? List.of() : named(best, poor);
    boolean failed = best.isSick() || (poor && !best.isHealthy());
    List<Remedy> unnamed = failed ? unnamed(best) : List.of();
    List<Remedy> finer = treated ? finer(best, poor || rateNamed) : List.of();
    boolean rises = best.score().quality() > before.score().quality() + CLEAR_GAIN;

    Deque<Supplier<Prescription>> all = new ArrayDeque<>();
    Prescription now = best.prescription();
    Consumer<Remedy> plainly = remedy -> all.add(() -> now.plus(remedy));
    Consumer<Remedy> searching = remedy -> all.addAll(with(best, remedy));
    if (rises) {
      again.forEach(plainly);
    }
    named.forEach(searching);
    unnamed.forEach(searching);
    if (failed) {
      List<Remedy> both = Stream.concat(named.stream(), unnamed.stream()).toList();
      pairs(now, both).forEach(pair -> all.add(() -> pair));
    }
    again.forEach(plainly);
    finer.forEach(plainly);
    return all;
  }

  /** Targets that are all the same teach nothing, whatever else is changed. */
  private static boolean isHopeless(Attempt best) {
    return best.diagnosis().finding(Pattern.CONSTANT_TARGETS).isPresent();
  }

  /**
   * What the doctor names and can be done; of mere notes only if there is nothing worse. If the run
   * is poor, also what was named before and left out: two remedies of a cause may both be needed.
   */
  private List<Remedy> named(Attempt best, boolean poor) {
    List<Remedy> all = new ArrayList<>();
    for (Diagnosis.Cause cause : best.diagnosis().causes()) {
      if (cause.finding().severity() != Severity.NOTE || best.isHealthy()) {
        cause.finding().remedies().stream()
            .filter(remedy -> trial.isPossible(remedy.action(), best.prescription()))
            .flatMap(remedy -> bounded(remedy, best.prescription()).stream())
            .forEach(all::add);
      }
    }
    List<Remedy> earlier =
        everNamed.stream().filter(remedy -> !best.prescription().has(remedy.action())).toList();
    rateNamed |= all.stream().anyMatch(Remedy::isOfRate);
    all.stream().filter(remedy -> !remedy.isOfRate()).forEach(everNamed::add);
    return poor ? Stream.concat(all.stream(), earlier.stream()).distinct().toList() : all;
  }

  /** More epochs only as far as they are allowed. */
  private Optional<Remedy> bounded(Remedy remedy, Prescription now) {
    if (remedy.action() != Action.MORE_EPOCHS) {
      return Optional.of(remedy);
    }
    int factor = Math.min(Prescription.LONGER, longest / now.times(Action.MORE_EPOCHS));
    return factor > 1 ? Optional.of(new Remedy(Action.MORE_EPOCHS, factor, "")) : Optional.empty();
  }

  /**
   * With a remedy. A rate is searched first if it has already been changed in this direction, or if
   * the run diverged: a step may be too short then.
   */
  private List<Supplier<Prescription>> with(Attempt attempt, Remedy remedy) {
    Prescription now = attempt.prescription();
    Prescription next = now.plus(remedy);
    boolean lower = remedy.factor() < 1;
    boolean further = now.rateFactor() != 1 && now.rateFactor() < 1 == lower;
    return remedy.isOfRate() && (further || (lower && attempt.hasDiverged()))
        ? List.of(() -> searched(now, lower).orElse(next), () -> next)
        : List.of(() -> next);
  }

  /** Rates in both directions, another optimizer, normalised layers, more epochs. */
  private List<Remedy> unnamed(Attempt best) {
    Prescription now = best.prescription();
    List<Remedy> all = new ArrayList<>();
    double factor = now.rateFactor();
    if (factor >= 1) {
      all.add(new Remedy(Action.RAISE_RATE, HIGHER, ""));
    }
    if (factor <= 1) {
      all.add(new Remedy(Action.LOWER_RATE, LOWER, ""));
    }
    boolean adam =
        now.setup()
            .optimizer()
            .map(OptimizerInfo::name)
            .filter(n -> n.contains("Adam"))
            .isPresent();
    if (!adam && !now.has(Action.CHANGE_OPTIMIZER)) {
      all.add(new Remedy(Action.CHANGE_OPTIMIZER, 1, ""));
    }
    if (trial.isPossible(Action.ADD_NORMALISATION, now)) {
      all.add(new Remedy(Action.ADD_NORMALISATION, 1, ""));
    }
    if (best.stillImproves()) {
      bounded(new Remedy(Action.MORE_EPOCHS, 1, ""), now).ifPresent(all::add);
    }
    return all;
  }

  /** Each two of these remedies, if not both are of the rate. */
  private static List<Prescription> pairs(Prescription now, List<Remedy> remedies) {
    ImmutableList.Builder<Prescription> all = ImmutableList.builder();
    for (int second = 1; second < remedies.size(); second++) {
      for (int first = 0; first < second; first++) {
        if (!remedies.get(first).isOfRate() || !remedies.get(second).isOfRate()) {
          // the rate last: another optimizer would replace it
          boolean rate = remedies.get(first).isOfRate();
          all.add(
              now.plus(remedies.get(rate ? second : first))
                  .plus(remedies.get(rate ? first : second)));
        }
      }
    }
    return all.build();
  }

  /**
   * The step of a rate or of batches that has led from one attempt to a better one; more epochs if
   * they have helped, the rate is lower, steps are fewer, or the run is poor, if it still improves.
   */
  private List<Remedy> again(Attempt best, Attempt before, boolean poor) {
    List<Remedy> all = new ArrayList<>();
    Prescription now = best.prescription();
    if (best.isBetterThan(before)) {
      double step = now.rateFactor() / before.prescription().rateFactor();
      if (Math.abs(Math.log(step)) > LEAP) { // found by a range test, and about right
        step = step < 1 ? 1 / FINE : FINE;
      }
      if (step != 1) {
        all.add(new Remedy(step < 1 ? Action.LOWER_RATE : Action.RAISE_RATE, step, ""));
      }
      if (now.times(Action.LARGER_BATCH) > before.prescription().times(Action.LARGER_BATCH)) {
        all.add(new Remedy(Action.LARGER_BATCH, 1, ""));
      }
    }
    boolean slower =
        now.rateFactor() < 1 || now.has(Action.MORE_EPOCHS) || now.has(Action.LARGER_BATCH);
    if ((poor || slower) && best.stillImproves()) {
      bounded(new Remedy(Action.MORE_EPOCHS, 1, ""), now).ifPresent(all::add);
    }
    return all;
  }

  /**
   * Small steps of a rate that was changed or is {@code doubted}, or that may be wrong for what was
   * changed: larger batches or more epochs than planned want another one.
   */
  private static List<Remedy> finer(Attempt best, boolean doubted) {
    Prescription now = best.prescription();
    boolean changed =
        now.rateFactor() != 1
            || now.has(Action.CHANGE_OPTIMIZER)
            || now.has(Action.LARGER_BATCH)
            || now.has(Action.MORE_EPOCHS);
    return doubted || changed
        ? List.of(
            new Remedy(Action.RAISE_RATE, FINE, ""), new Remedy(Action.LOWER_RATE, 1 / FINE, ""))
        : List.of();
  }

  /**
   * More of the same for the learning rate, if that did no harm and the doctor still wants it: one
   * step may be too short to show.
   */
  List<Supplier<Prescription>> further(Attempt attempt, Attempt best) {
    double step = attempt.prescription().rateFactor() / best.prescription().rateFactor();
    boolean harmless = !best.isBetterThan(attempt);
    return attempt.diagnosis().headline().stream()
        .filter(finding -> harmless && finding.severity() != Severity.NOTE)
        .flatMap(finding -> finding.remedies().stream())
        .filter(Remedy::isOfRate)
        .filter(remedy -> step != 1 && remedy.factor() < 1 == step < 1)
        .findFirst()
        .map(remedy -> with(attempt, remedy))
        .orElse(List.of());
  }

  /** With the rate that a range test suggests, if it is lower or higher than now. */
  private Optional<Prescription> searched(Prescription now, boolean lower) {
    double factor =
        rangeTests
            .computeIfAbsent(now.withRate(1, "") + " " + lower, key -> trial.rangeTest(now, lower))
            .orElse(Double.NaN);
    return (lower ? factor < now.rateFactor() : factor > now.rateFactor())
        ? Optional.of(now.withRate(factor, "by a range test"))
        : Optional.empty();
  }
}
