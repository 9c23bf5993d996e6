package ai.miniai.doctor;

import ai.miniai.doctor.Evidence.Unit;
import ai.miniai.doctor.Remedy.Action;
import ai.miniai.recording.Quantity;
import com.google.common.base.Ascii;
import com.google.common.collect.Lists;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** NaN or infinities: every result computed from them is useless. */
final class NonFiniteValues implements Detector {
  /** The first column of a series that contains such values. */
  private record Place(Quantity quantity, String path, int batch, long values) {
    /** Whether the data came so, and the network has not made them. */
    boolean isData() {
      return quantity == Quantity.INPUTS || quantity == Quantity.TARGETS;
    }

    Pattern pattern() {
      return switch (quantity) {
        case INPUTS -> Pattern.NON_FINITE_INPUT;
        case TARGETS -> Pattern.NON_FINITE_TARGET;
        default -> Pattern.NON_FINITE;
      };
    }
  }

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
    int first = lossFirst ? loss.getAsInt() : batch;
    boolean ruined =
        loss.isPresent() || place.filter(p -> p.quantity() == Quantity.PARAMETERS).isPresent();
    boolean data = !lossFirst && place.orElseThrow().isData();
    Finding.Builder finding =
        new Finding.Builder(run, lossFirst ? Pattern.NON_FINITE : place.orElseThrow().pattern())
            .in(lossFirst || data ? "" : place.map(Place::path).orElse(""))
            .batches(first, run.lastBatch())
            .severity(ruined ? Severity.SICK : isTarget(place) ? Severity.NOTE : Severity.WARNING)
            .means(
                ruined
                    ? "From then on every result computed from them is useless, and weights that are"
                        + " NaN stay so."
                    : isTarget(place)
                        ? "The loss is finite: the loss function leaves them out."
                        : "The loss is still finite: a step may have been skipped.");
    place.ifPresent(p -> finding.evidence("values", (double) p.values(), Unit.COUNT));
    loss.ifPresent(at -> finding.evidence("first loss that is not finite", at, Unit.BATCH));
    return Optional.of(
        (data
                ? ofData(finding, place.orElseThrow(), loss)
                : ofLayer(finding, place, lossFirst, loss))
            .build());
  }

  private static boolean isTarget(Optional<Place> place) {
    return place.filter(p -> p.quantity() == Quantity.TARGETS).isPresent();
  }

  private static Finding.Builder ofData(Finding.Builder finding, Place place, OptionalInt loss) {
    return finding
        .says(
            "%s of the %s of batch %d %s NaN or infinite%s.",
            Numbers.of(place.values(), "value", "values"),
            Ascii.toUpperCase(place.quantity().label()),
            place.batch(),
            place.values() == 1 ? "is" : "are",
            follow(place.batch(), loss))
        .remedies(Remedy.of(Action.CHECK_DATA));
  }

  private static Finding.Builder ofLayer(
      Finding.Builder finding, Optional<Place> place, boolean lossFirst, OptionalInt loss) {
    if (lossFirst || place.isEmpty()) {
      finding.says("The loss became NaN or infinite at batch %d.", loss.orElseThrow());
    } else {
      finding.says(
          "%s of %s became NaN or infinite at batch %d%s.",
          Numbers.of(
              place.get().values(),
              place.get().quantity().singular(),
              place.get().quantity().label()),
          place.get().path(),
          place.get().batch(),
          follow(place.get().batch(), loss));
    }
    return finding.remedies(
        Remedy.rate(1.0 / 3), Remedy.of(Action.CLIP_GRADIENTS), Remedy.of(Action.CHECK_DATA));
  }

  private static String follow(int batch, OptionalInt loss) {
    if (loss.isEmpty()) {
      return "";
    }
    return loss.getAsInt() == batch
        ? "; the loss followed in the same batch"
        : "; the loss followed at batch " + loss.getAsInt();
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
