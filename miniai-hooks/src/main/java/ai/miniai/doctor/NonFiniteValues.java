package ai.miniai.doctor;

import ai.miniai.recording.Quantity;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Lists;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** NaN or infinities: every result computed from them is useless. */
final class NonFiniteValues implements Pattern {
  /** The first column of a series that contains such values. */
  private record Place(Quantity quantity, String path, int batch, long values) {}

  @Override
  public Optional<Finding> find(Vitals run) {
    OptionalInt loss = run.loss().firstNonFinite();
    Optional<Place> place =
        Arrays.stream(Quantity.values())
            .flatMap(quantity -> inTime(run, quantity).map(series -> first(quantity, series)))
            .flatMap(Optional::stream)
            .min(Comparator.comparingInt(Place::batch));
    if (loss.isEmpty() && place.isEmpty()) {
      return Optional.empty();
    }
    int batch = place.map(Place::batch).orElse(Integer.MAX_VALUE);
    boolean lossFirst = loss.isPresent() && loss.getAsInt() < batch;
    boolean ruined =
        loss.isPresent() || place.filter(p -> p.quantity() == Quantity.PARAMETERS).isPresent();
    return Optional.of(
        new Finding(
            "non-finite values",
            lossFirst ? "" : place.map(Place::path).orElse(""),
            lossFirst ? loss.getAsInt() : batch,
            run.lastBatch(),
            ruined ? Severity.SICK : Severity.WARNING,
            evidence(lossFirst ? Optional.empty() : place, loss),
            ruined
                ? "A number became too large, or was divided by 0 or taken from an invalid"
                    + " operation; from then on weights are NaN, and stay so."
                : "Some numbers overflowed; the loss is still finite, so that it may be a step that"
                    + " was skipped.",
            "Look at the first place above. Lower the learning rate, clip gradients"
                + " (GradientClipCB.norm(1)), check the inputs for NaN, and guard logarithms and"
                + " divisions with a small number."));
  }

  private static ImmutableMap<String, Double> evidence(Optional<Place> place, OptionalInt loss) {
    ImmutableMap.Builder<String, Double> evidence = ImmutableMap.builder();
    place.ifPresent(
        p -> evidence.put("values among the " + p.quantity().label(), (double) p.values()));
    loss.ifPresent(batch -> evidence.put("first loss that is not finite at batch", (double) batch));
    return evidence.buildOrThrow();
  }

  /** In the order in which they are computed in a batch: gradients start at the last layer. */
  private static Stream<Series> inTime(Vitals run, Quantity quantity) {
    List<Series> series = run.series(quantity);
    return (quantity == Quantity.GRADIENTS ? Lists.reverse(series) : series).stream();
  }

  private static Optional<Place> first(Quantity quantity, Series series) {
    for (int column = 0; column < series.length(); column++) {
      if (series.columns().get(column).nonFinite() > 0) {
        return Optional.of(
            new Place(
                quantity,
                series.path(),
                series.batches().get(column),
                series.columns().get(column).nonFinite()));
      }
    }
    return Optional.empty();
  }
}
