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
        "%s, batch size %d, %d rounds; median [least, most]; a ratio above 1: miniai is faster",
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
    String mine = PeakMemory.text(result.peakMemory());
    line("");
    row("", result.workload().model().data() + "/s", "ratio", "peak memory, MB");
    row("miniai" + with, heat.get(0).ours().text("%,.0f"), "", mine);
    for (Comparison comparison : heat) {
      comparison
          .peer()
          .ifPresent(
              peer ->
                  row(
                      peer.name() + with,
                      peer.rates().text("%,.0f"),
                      ratio(comparison),
                      mine + " : " + PeakMemory.text(peer.peakMemory())));
      comparison.ratio().ifPresent(this::printRounds);
    }
  }

  private static String ratio(Comparison comparison) {
    return comparison.ratio().map(ratio -> ratio.text("%.2f")).orElse("");
  }

  private void printRounds(Series ratio) {
    String rounds = ratio.rounds().stream().map(one -> format("%.2f", one)).collect(joining(" "));
    row("", "", "by round " + rounds, "");
  }

  private void row(String name, String rate, String ratio, String memory) {
    line("%s", format("%-24s %-32s %-22s %s", name, rate, ratio, memory).stripTrailing());
  }

  private void printDetails(BenchResult result) {
    Noise items = result.workload().model().data();
    line("");
    result
        .epoch()
        .ifPresent(
            epoch -> {
              line("%-24s %s %s/s", "whole epochs", epoch.rates().text("%,.0f"), items);
              line("%24s %s to the bare steps", "ratio", epoch.ratio().text("%.2f"));
            });
    result
        .batchSizes()
        .forEach((size, time) -> line("batches of %-13d %s µs each", size, time.text("%.1f")));
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
                line("%-24s %s %% of a step", "statistics", share.map(x -> 100 * x).text("%.1f")));
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  private void line(String format, Object... values) {
    out.println(format(format, values));
  }
}
