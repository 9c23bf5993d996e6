package ai.miniai.viz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.miniai.histogram.Bins;
import ai.miniai.recording.LayerStats;
import ai.miniai.recording.Recording;
import com.google.common.collect.ImmutableList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeadChartTest {
  private final Recording recording = Recordings.of(2, 5);

  @Test
  void hasSharesFromZeroToOne() {
    LayerStats layer = recording.layers().get(0);
    DeadChart chart = new DeadChart(recording, 1);
    Axes axes = (Axes) chart.cell(layer, layer.columns()).panel();
    assertThat(axes.y().min()).isZero();
    assertThat(axes.y().max()).isEqualTo(1);
  }

  @Test
  void drawsTheShareOfTheLowestBins() {
    assertThat(shares(1)).containsOnly(0.9);
    assertThat(shares(2)).containsOnly(0.99);
  }

  @Test
  void hasGapsWhereThereIsNothingToShare() {
    Recording gaps =
        Recordings.of(Recordings.counts(1, 1, 0, 0), Recordings.absent(), Recordings.notFinite());
    assertThat(shares(gaps, 1)).containsExactly(0.5, Double.NaN, Double.NaN);
  }

  @Test
  void saysWhatIsNearZero() {
    assertThat(new DeadChart(recording, 2).measure()).isEqualTo("share with |activation| < 4");
  }

  @Test
  void writesBoundsAsPeopleDo() {
    LayerStats layer = LayerStats.of("conv", Bins.DEFAULT, List.of());
    assertThat(new DeadChart(of(layer), 3).measure()).isEqualTo("share with |activation| < 0.6");
  }

  @Test
  void refusesMoreBinsThanThereAre() {
    assertThatThrownBy(() -> Plots.deadChart(recording, 5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("layer block.0.conv has 4 bins, so the lowest 5 cannot be asked for");
  }

  private static Recording of(LayerStats layer) {
    return new Recording(ImmutableList.of(layer), ImmutableList.of());
  }

  private double[] shares(int lowestBins) {
    return shares(recording, lowestBins);
  }

  private static double[] shares(Recording recording, int lowestBins) {
    LayerStats layer = recording.layers().get(0);
    DeadChart chart = new DeadChart(recording, lowestBins);
    Axes axes = (Axes) chart.cell(layer, layer.columns()).panel();
    return ((Line) axes.layers().get(0)).ys();
  }
}
