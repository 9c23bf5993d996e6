package ai.miniai.doctor;

import ai.miniai.doctor.Evidence.Unit;
import ai.miniai.doctor.Remedy.Action;
import java.util.List;
import java.util.Optional;

/** Layers that never run. */
final class IdleLayers implements Detector {
  @Override
  public Optional<Finding> find(Vitals run) {
    List<Series> idle = run.activations().stream().filter(series -> !series.ran()).toList();
    if (idle.isEmpty() || idle.size() == run.activations().size()) {
      return Optional.empty();
    }
    return Optional.of(
        new Finding.Builder(run, Pattern.NEVER_RUNS)
            .in(idle.get(0).path())
            .severity(Severity.WARNING)
            .evidence("such layers", idle.size(), Unit.COUNT)
            .says(
                "No forward pass has gone through %s: %s.",
                idle.size() == 1 ? "this layer" : "these layers",
                Listing.of(idle.stream().map(Series::path).toList()))
            .remedies(Remedy.of(Action.USE_LAYER))
            .build());
  }
}
