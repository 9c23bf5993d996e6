package ai.miniai.viz;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.hooks.Distribution;
import ai.miniai.hooks.LayerStats;
import ai.miniai.hooks.Recording;
import ai.miniai.tensor.Bins;
import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The share of near-zero activations of each layer as a line.
 *
 * @param lowestBins the number of bins that count as near zero
 * @param marks on each chart
 */
record DeadChart(int lowestBins, Marks marks) implements LayerGrid {
  @Override
  public Grid.Cell cell(LayerStats layer, ImmutableList<Distribution> columns) {
    double[] shares = columns.stream().mapToDouble(this::share).toArray();
    Line line = Line.of(layer.name(), Palette.BLUE, shares).as(Line.Form.FILLED);
    Axes axes = new Axes(Axis.batches(shares.length), Axis.range(0, 1), List.of(line, marks));
    return new Grid.Cell(layer.name(), "", axes);
  }

  @Override
  public String note(Recording recording) {
    return marks.legend();
  }

  private double share(Distribution column) {
    return column.size() > column.nonFinite() ? column.nearZero(lowestBins) : Double.NaN;
  }

  /** What the y-axes measure. */
  String measure(List<LayerStats> layers) {
    String bounds = layers.stream().map(this::bound).distinct().collect(Collectors.joining(", "));
    return bounds.contains(",") ? "share in the lowest bins" : "share with |activation| " + bounds;
  }

  private String bound(LayerStats layer) {
    Bins bins = layer.bins();
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
