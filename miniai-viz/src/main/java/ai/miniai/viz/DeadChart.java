package ai.miniai.viz;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.histogram.Bins;
import ai.miniai.recording.Distribution;
import ai.miniai.recording.LayerStats;
import ai.miniai.recording.Recording;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The share of near-zero values of each layer as a line. Over octaves, the share of values below
 * the histogram.
 *
 * @param recording the recording to draw
 * @param lowestBins the number of bins, for bins of equal width, that count as near zero
 */
record DeadChart(Recording recording, int lowestBins) implements LayerGrid {
  @Override
  public Grid.Cell cell(LayerStats layer, List<Distribution> columns) {
    double[] shares =
        columns.stream().mapToDouble(c -> share(layer.bins(), c, lowestBins)).toArray();
    return new Grid.Cell(layer.title(), "", shares(layer, Palette.BLUE, shares));
  }

  @Override
  public String note() {
    return LayerGrid.joined(legend(), LayerGrid.trouble(recording));
  }

  /** The share of near-zero values; NaN if no value is finite. */
  static double share(Bins bins, Distribution column, int lowestBins) {
    return bins.scale() == Bins.Scale.OCTAVES
        ? column.vanished()
        : column.size() > column.nonFinite() ? column.nearZero(lowestBins) : Double.NaN;
  }

  /** The title of the y-axes. */
  String measure() {
    String bounds =
        recording.layers().stream().map(this::bound).distinct().collect(Collectors.joining(", "));
    return bounds.contains(",")
        ? "share in the lowest bins"
        : "share with |" + recording.quantity().singular() + "| " + bounds;
  }

  private String bound(LayerStats layer) {
    Bins bins = layer.bins();
    if (bins.scale() == Bins.Scale.OCTAVES) {
      return "< " + ColorDim.edge(bins.min());
    }
    checkArgument(
        lowestBins > 0 && lowestBins <= bins.count(),
        "layer %s has %s bins, so the lowest %s cannot be asked for",
        layer.name(),
        bins.count(),
        lowestBins);
    double edge = bins.min() + lowestBins * (bins.max() - bins.min()) / bins.count();
    return "< " + Lettering.number(edge);
  }
}
