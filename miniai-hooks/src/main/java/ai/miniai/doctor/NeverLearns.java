package ai.miniai.doctor;

import ai.miniai.doctor.Evidence.Unit;
import ai.miniai.doctor.Remedy.Action;
import ai.miniai.recording.Quantity;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Parameters that no step has changed, while others have changed. Biases are not considered: before
 * a batch normalisation they rightly have no gradient.
 */
final class NeverLearns implements Detector {
  /** The number of steps before anything is reported. */
  static final int STEPS = 10;

  @Override
  public Optional<Finding> find(Vitals run) {
    List<Series> updates =
        run.series(Quantity.UPDATES).stream()
            .filter(series -> series.length() >= STEPS && series.isWeight())
            .toList();
    List<Series> still = updates.stream().filter(NeverLearns::isStill).toList();
    if (still.isEmpty() || still.size() == updates.size()) {
      return Optional.empty();
    }
    return Optional.of(
        new Finding.Builder(run, Pattern.NEVER_LEARNS)
            .in(still.get(0).path())
            .severity(run.severity() == Severity.NOTE ? Severity.WARNING : run.severity())
            .evidence("such parameters", still.size(), Unit.COUNT)
            .evidence("of", updates.size(), Unit.COUNT)
            .says(
                "%d of %d weight tensors have not changed since the start: %s.",
                still.size(), updates.size(), Listing.of(still.stream().map(Series::path).toList()))
            .remedies(Remedy.of(Action.UNFREEZE))
            .build());
  }

  private static boolean isStill(Series update) {
    return IntStream.range(0, update.length()).allMatch(column -> !(update.rms(column) > 0));
  }
}
