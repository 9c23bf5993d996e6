package ai.miniai.treatment;

import ai.miniai.callback.Callback;
import ai.miniai.data.DataLoaders;
import ai.miniai.doctor.Diagnosis;
import ai.miniai.doctor.Doctor;
import ai.miniai.doctor.DoctorCB;
import ai.miniai.doctor.Remedy.Action;
import ai.miniai.learner.Learner;
import ai.miniai.learner.RandomState;
import ai.miniai.random.Seed;
import ai.miniai.recording.RunRecord;
import com.google.common.base.Throwables;
import com.google.common.collect.ImmutableList;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Trains one learner after another, each with another prescription and the same random numbers: the
 * same initial weights, and the same order of the data.
 */
final class Trial {
  private final Function<? super Prescription, ? extends Learner> builder;
  private final int epochs;
  private final Set<Action> built;
  private final Seed.State seed = Seed.state();
  private @Nullable RandomState loaders;
  private @Nullable DataLoaders data;
  private double untreated = Double.NaN;

  Trial(Function<? super Prescription, ? extends Learner> builder, int epochs, Set<Action> built) {
    this.builder = builder;
    this.epochs = epochs;
    this.built = built;
  }

  /** The run without remedies; exceptions are thrown, because there is nothing to go on with. */
  Attempt first() {
    Attempt attempt = run(Prescription.NONE);
    untreated = attempt.score().loss();
    RunRecord record = attempt.record();
    return new Attempt(
        Prescription.NONE.with(record.setup()),
        record,
        attempt.diagnosis(),
        attempt.score(),
        true,
        attempt.reason());
  }

  /** A run with remedies; if it fails, that is the result. */
  Attempt with(Prescription prescription) {
    try {
      return run(prescription);
    } catch (RuntimeException failure) {
      return new Attempt(
          prescription,
          RunRecord.of(ImmutableList.of()),
          new Diagnosis(ImmutableList.of(), ImmutableList.of()),
          Score.FAILED,
          false,
          "failed: " + Throwables.getRootCause(failure));
    }
  }

  /** Whether the action can be tried. */
  boolean isPossible(Action action, Prescription prescription) {
    DataLoaders known = data;
    return known != null && Changes.isPossible(action, built, prescription.setup(), known);
  }

  /**
   * A factor for the learning rate, as {@link Prescription#rateFactor}, by a range test of a
   * training with all other remedies; empty if it shows none, or the rate is left to the builder.
   *
   * @param lower whether the rate should be lower than that of {@code prescription}, not higher
   */
  OptionalDouble rangeTest(Prescription prescription, boolean lower) {
    if (built.contains(Action.LOWER_RATE) || built.contains(Action.RAISE_RATE)) {
      return OptionalDouble.empty();
    }
    try {
      Changes changes = new Changes(prescription, built);
      Learner learner = start(prescription, changes);
      double now = changes.rate(learner.lr());
      DataLoaders dls = changes.data(learner.dls());
      OptionalDouble found = RangeTest.rate(learner, dls, changes.callbacks(dls), now, lower);
      return found.isPresent()
          ? OptionalDouble.of(found.getAsDouble() / now * prescription.rateFactor())
          : found;
    } catch (RuntimeException failure) { // then there are other ways to find a rate
      return OptionalDouble.empty();
    }
  }

  private Learner start(Prescription prescription, Changes changes) {
    Seed.restore(seed);
    Learner learner = builder.apply(prescription);
    changes.prepare(learner);
    return learner;
  }

  private Attempt run(Prescription prescription) {
    Changes changes = new Changes(prescription, built);
    Learner learner = start(prescription, changes);
    DataLoaders dls = changes.data(learner.dls());
    sameOrder(dls);
    boolean validates = dls.valid().size() > 0;
    var doctor = new DoctorCB().onDiagnosis(diagnosis -> {});
    var accuracy = new AccuracyCB();
    ImmutableList<Callback> callbacks =
        ImmutableList.<Callback>builder()
            .addAll(changes.callbacks(dls))
            .add(accuracy, doctor)
            .build();
    learner.withData(
        dls,
        () ->
            learner.fit(
                prescription.epochs(epochs),
                true,
                validates,
                callbacks,
                changes.rate(learner.lr())));
    RunRecord record = changes.seen(doctor.record());
    Optional<String> cancelled = learner.cancelReason();
    boolean unfinished =
        cancelled.isPresent() && validates && record.losses().validation().isEmpty();
    return new Attempt(
        prescription,
        record,
        changes.replacesModules() ? new Doctor().examine(record) : doctor.diagnosis(),
        unfinished ? Score.FAILED : Score.of(record, accuracy.share(record.setup()), untreated),
        false,
        cancelled.map(reason -> "ended early: " + reason).orElse(""));
  }

  /** Lets the loaders draw the same numbers in each run. */
  private void sameOrder(DataLoaders dls) {
    RandomState first = loaders;
    if (first == null) {
      loaders = RandomState.take(dls);
      data = dls;
    } else if (first.loaders().size() == RandomState.take(dls).loaders().size()) {
      first.restore(dls);
    }
  }
}
