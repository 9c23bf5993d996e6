package ai.miniai.bench;

import static java.util.stream.Collectors.joining;

import java.io.PrintStream;
import java.util.Locale;

/** A result as a table for readers. */
final class BenchTable {
  private final PrintStream out;

  BenchTable(PrintStream out) {
    this.out = out;
  }

  void print(BenchResult result) {
    line("%s", result.machine());
    line(
        "%s, batch size %d, %d rounds; median [least, most]",
        result.workload().model(),
        result.workload().batchSize(),
        result.comparisons().get(0).ours().rounds().size());
    result.comparisons().stream()
        .map(Comparison::stats)
        .distinct()
        .forEach(stats -> printHeat(result, stats));
    printDetails(result);
  }

  private void printHeat(BenchResult result, boolean stats) {
    String with = stats ? " + statistics" : "";
    var heat = result.comparisons().stream().filter(one -> one.stats() == stats).toList();
    line("");
    Noise items = result.workload().model().data();
    line("%-24s %s %s/s", "miniai" + with, spread("%,.0f", heat.get(0).ours()), items);
    for (Comparison comparison : heat) {
      comparison.peer().ifPresent(peer -> printPeer(peer, with, items));
      comparison.ratio().ifPresent(this::printRatio);
    }
  }

  private void printPeer(Comparison.Rival peer, String with, Noise items) {
    String memory =
        peer.peakMemory().isPresent() ? format(", %,d MB", peer.peakMemory().getAsLong()) : "";
    line("%-24s %s %s/s%s", peer.name() + with, spread("%,.0f", peer.rates()), items, memory);
  }

  private void printRatio(Series ratio) {
    String rounds = ratio.rounds().stream().map(one -> format("%.2f", one)).collect(joining(" "));
    line("%24s %s, by round %s", "ratio", spread("%.2f", ratio), rounds);
  }

  private void printDetails(BenchResult result) {
    Noise items = result.workload().model().data();
    line("");
    result
        .epoch()
        .ifPresent(
            epoch -> {
              line("%-24s %s %s/s", "whole epochs", spread("%,.0f", epoch.rates()), items);
              line("%24s %s to the bare steps", "ratio", spread("%.2f", epoch.ratio()));
            });
    result
        .batchSizes()
        .forEach((size, time) -> line("batches of %-13d %s µs each", size, spread("%.1f", time)));
    line(
        "%-24s %s",
        "a step's time, ms",
        result.stepTime().millis().entrySet().stream()
            .map(part -> format("%s %.2f", part.getKey(), part.getValue()))
            .collect(joining(", ")));
    line("%-24s %.1f %% of a step", "waiting for data", 100 * result.stepTime().share(Part.DATA));
    result
        .statsShare()
        .ifPresent(
            share ->
                line(
                    "%-24s %s %% of a step",
                    "statistics", spread("%.1f", share.map(x -> 100 * x))));
    result.peakMemory().ifPresent(peak -> line("%-24s %,d MB", "peak resident memory", peak));
  }

  private static String spread(String format, Series series) {
    return format(
        format + " [" + format + ", " + format + "]", series.median(), series.min(), series.max());
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  private void line(String format, Object... values) {
    out.println(format(format, values));
  }
}
