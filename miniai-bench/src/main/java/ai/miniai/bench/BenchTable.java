package ai.miniai.bench;

import static java.util.stream.Collectors.joining;

import java.io.PrintStream;
import java.util.Locale;

/** A result for people to read. */
final class BenchTable {
  private final PrintStream out;

  BenchTable(PrintStream out) {
    this.out = out;
  }

  void print(BenchResult result) {
    line("%s", result.machine());
    line(
        "%s, batch size %d, %d rounds; median [least, most]",
        result.workload().modelName(),
        result.workload().batchSize(),
        result.comparisons().get(0).ours().rounds().size());
    result.comparisons().forEach(this::print);
    line("");
    result
        .statsShare()
        .ifPresent(
            share ->
                line(
                    "statistics         %s %% of a step", spread(share.map(s -> 100 * s), "%.1f")));
    result.peakMemory().ifPresent(peak -> line("peak memory        %d MB", peak));
    line(
        "a step's time      %s ms",
        result.millis().entrySet().stream()
            .map(part -> String.format(Locale.ROOT, "%s %.2f", part.getKey(), part.getValue()))
            .collect(joining(", ")));
    line("waiting for data   %.1f %% of a step", 100 * result.dataShare());
    result
        .epoch()
        .ifPresent(
            epoch ->
                line(
                    "whole epochs       %s images/s, %s of the bare steps",
                    spread(epoch.rates(), "%,.0f"), spread(epoch.ratio(), "%.2f")));
    result
        .batchSizes()
        .forEach((size, time) -> line("batch size %5d   %s µs/image", size, spread(time, "%.1f")));
  }

  private void print(Comparison comparison) {
    String with = comparison.stats() ? " + statistics" : "";
    line("");
    line("%-24s %s images/s", "miniai" + with, spread(comparison.ours(), "%,.0f"));
    comparison
        .peer()
        .ifPresent(
            peer -> line("%-24s %s images/s", peer.name() + with, spread(peer.rates(), "%,.0f")));
    comparison
        .ratio()
        .ifPresent(
            ratio ->
                line(
                    "%-24s %s in rounds %s",
                    "ratio",
                    spread(ratio, "%.2f"),
                    ratio.rounds().stream()
                        .map(round -> String.format(Locale.ROOT, "%.2f", round))
                        .collect(joining(" "))));
  }

  private static String spread(Series series, String format) {
    return String.format(
        Locale.ROOT,
        format + " [" + format + ", " + format + "]",
        series.median(),
        series.min(),
        series.max());
  }

  private void line(String format, Object... values) {
    out.println(String.format(Locale.ROOT, format, values));
  }
}
