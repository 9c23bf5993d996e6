package ai.miniai.live;

import ai.miniai.callback.Callback;
import ai.miniai.doctor.Diagnosis;
import ai.miniai.doctor.DoctorCB;
import ai.miniai.recording.Quantity;
import ai.miniai.recording.Recording;
import ai.miniai.recording.RecordingSource;
import ai.miniai.recording.RunRecord;
import ai.miniai.recording.RunRecorderCB;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.Iterables;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Where the numbers of a fit come from.
 *
 * @param record the record so far
 * @param diagnosis what the doctor says; empty if no doctor takes part in the fit
 * @param brought the callbacks that have to be added to the fit for this
 */
record RunSource(
    Supplier<RunRecord> record, Supplier<Optional<Diagnosis>> diagnosis, List<Callback> brought) {

  /**
   * That of a fit with these callbacks. Recording twice would cost twice, so {@code spare} takes
   * part only if nobody records.
   */
  static RunSource of(Collection<Callback> given, DoctorCB spare) {
    Iterable<RecordingSource> sources = Iterables.filter(given, RecordingSource.class);
    Optional<DoctorCB> doctor = first(given, DoctorCB.class);
    Optional<RunRecorderCB> run = first(given, RunRecorderCB.class);
    if (doctor.isPresent()) {
      return of(doctor.get(), ImmutableList.of());
    }
    if (run.isPresent()) {
      return of(run.get(), ImmutableList.of());
    }
    if (Iterables.isEmpty(sources)) {
      return of(spare, ImmutableList.of(spare));
    }
    RunRecorderCB recorder = new RunRecorderCB(onePerQuantity(sources));
    return of(recorder, ImmutableList.of(recorder));
  }

  private static RunSource of(DoctorCB doctor, List<Callback> brought) {
    return new RunSource(doctor::record, () -> Optional.of(doctor.diagnosis()), brought);
  }

  private static RunSource of(RunRecorderCB run, List<Callback> brought) {
    return new RunSource(run::record, Optional::empty, brought);
  }

  private static <T> Optional<T> first(Collection<Callback> given, Class<T> type) {
    return given.stream().filter(type::isInstance).map(type::cast).findFirst();
  }

  private static RecordingSource[] onePerQuantity(Iterable<RecordingSource> sources) {
    Set<Quantity> seen = EnumSet.noneOf(Quantity.class);
    ImmutableList.Builder<RecordingSource> chosen = ImmutableList.builder();
    for (RecordingSource source : sources) {
      List<Quantity> quantities = source.recordings().stream().map(Recording::quantity).toList();
      if (quantities.stream().noneMatch(seen::contains)) {
        seen.addAll(quantities);
        chosen.add(source);
      }
    }
    return chosen.build().toArray(new RecordingSource[0]);
  }
}
