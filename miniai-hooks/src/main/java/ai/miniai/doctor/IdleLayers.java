package ai.miniai.doctor;

import com.google.common.collect.ImmutableMap;
import java.util.List;
import java.util.Optional;

/** Layers that never run. */
final class IdleLayers implements Pattern {
  @Override
  public Optional<Finding> find(Vitals run) {
    List<Series> idle = run.activations().stream().filter(series -> !series.ran()).toList();
    if (idle.isEmpty() || idle.size() == run.activations().size()) {
      return Optional.empty();
    }
    return Optional.of(
        new Finding(
            "layer never runs",
            idle.get(0).path(),
            0,
            run.lastBatch(),
            Severity.WARNING,
            ImmutableMap.of("such layers", (double) idle.size()),
            "The layer is a part of the model, but no forward pass goes through it.",
            "Call it in forward(), or take it out."));
  }
}
