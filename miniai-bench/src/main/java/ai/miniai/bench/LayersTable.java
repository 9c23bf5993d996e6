package ai.miniai.bench;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.Locale;

/** The speed of layers as a table for readers, written row by row. */
final class LayersTable {
  private final PrintStream out;

  LayersTable(PrintStream out) {
    this.out = out;
  }

  void begin(String machine, int rounds) {
    line("%s", machine);
    line(
        "layers, forward and backward, %d rounds; median [least, most]; a ratio above 1: miniai is"
            + " faster",
        rounds);
    line("");
    row("layer", "input", "miniai, µs", "peer", "its µs", "ratio");
  }

  void print(LayerRow row) {
    for (Comparison comparison : row.comparisons()) {
      row(
          row.layer().toString(),
          Arrays.toString(row.inputShape()),
          format("%,.0f", row.micros(comparison.ours())),
          comparison.peer().map(Comparison.Rival::name).orElse(""),
          comparison.peer().map(peer -> format("%,.0f", row.micros(peer.rates()))).orElse(""),
          comparison.ratio().map(ratio -> ratio.text("%.2f")).orElse(""));
    }
  }

  private void row(
      String layer, String input, String ours, String peer, String theirs, String ratio) {
    String row =
        format("%-18s %-18s %10s   %-9s %9s   %s", layer, input, ours, peer, theirs, ratio);
    line("%s", row.stripTrailing());
  }

  void end(LayersResult result) {
    String mine = PeakMemory.text(result.peakMemory());
    line("");
    line("peak memory of the whole run, MB");
    line("%-18s %s", "miniai", mine);
    for (Comparison.Rival peer : result.peers()) {
      line("%-18s %s : %s", peer.name(), mine, PeakMemory.text(peer.peakMemory()));
    }
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  private void line(String format, Object... values) {
    out.println(format(format, values));
  }
}
