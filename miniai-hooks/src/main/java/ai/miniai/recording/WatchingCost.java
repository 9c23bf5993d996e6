package ai.miniai.recording;

import com.google.common.collect.ImmutableList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * The cost of recording, layer by layer, the most expensive first. As text it is a table.
 *
 * <pre>{@code
 * System.out.println(WatchingCost.of(run.record()));
 * }</pre>
 *
 * @param rows the most expensive first
 * @param fitNanos how long the fit took, in nanoseconds; 0 if not known
 */
public record WatchingCost(List<Row> rows, long fitNanos) {
  /** Copies what could change. */
  public WatchingCost {
    rows = ImmutableList.copyOf(rows);
  }

  /**
   * One layer, or parameter.
   *
   * @param quantity what was recorded
   * @param layer its name
   * @param nanos the time spent on recording it, see {@link LayerStats#watchNanos}
   * @param batches how many batches were recorded; 0 if not known
   */
  public record Row(Quantity quantity, String layer, long nanos, long batches) {
    /** Milliseconds per batch; NaN if the number of batches is not known. */
    public double millisEach() {
      return batches == 0 ? Double.NaN : nanos / 1e6 / batches;
    }
  }

  private static final String LINE = "%-20s %-24s %12s %10s%n";

  /** The cost of a run. */
  public static WatchingCost of(RunRecord run) {
    return new WatchingCost(
        run.recordings().stream()
            .flatMap(recording -> recording.layers().stream().map(layer -> row(recording, layer)))
            .sorted(Comparator.comparingLong(Row::nanos).reversed())
            .collect(ImmutableList.toImmutableList()),
        run.nanos());
  }

  private static Row row(Recording recording, LayerStats layer) {
    long batches = recording.columns().stream().mapToLong(Recording.Column::batches).sum();
    return new Row(recording.quantity(), layer.name(), layer.watchNanos(), batches);
  }

  /** The total in nanoseconds; slightly more than the actual delay of the fit. */
  public long nanos() {
    return rows.stream().mapToLong(Row::nanos).sum();
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append(String.format(Locale.ROOT, LINE, "recorded", "of", "ms a batch", "% of fit"));
    for (Row row : rows) {
      text.append(
          String.format(
              Locale.ROOT,
              LINE,
              row.quantity().label(),
              row.layer(),
              number("%.3f", row.millisEach()),
              share(row.nanos())));
    }
    return text.append(String.format(Locale.ROOT, LINE, "all", "", "", share(nanos()))).toString();
  }

  private String share(long nanos) {
    return number("%.2f", fitNanos == 0 ? Double.NaN : 100.0 * nanos / fitNanos);
  }

  private static String number(String format, double value) {
    return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, format, value);
  }
}
