package ai.miniai.viz;

import static ai.miniai.viz.Recordings.absent;
import static ai.miniai.viz.Recordings.counts;
import static ai.miniai.viz.Recordings.notFinite;
import static org.assertj.core.api.Assertions.assertThat;

import ai.miniai.recording.Distribution;
import ai.miniai.recording.DistributionRecorder;
import ai.miniai.recording.LayerStats;
import ai.miniai.recording.Place;
import ai.miniai.recording.Quantity;
import ai.miniai.recording.Recording;
import ai.miniai.tensor.Tensor;
import com.google.common.collect.ImmutableList;
import java.awt.image.BufferedImage;
import java.util.List;
import org.junit.jupiter.api.Test;

class ColorDimTest {
  private static final int DARK = 0xff440154;
  private static final int YELLOW = 0xfffde725;

  @Test
  void showsZeroAtTheBottom() {
    BufferedImage image = Plots.colorDim(Recordings.of(counts(100, 0, 0, 0))).image();
    int x = image.getWidth() / 2;
    assertThat(first(image, x, YELLOW)).isGreaterThan(first(image, x, DARK));
  }

  @Test
  void tellsWhatLiesBeyondTheHistogram() {
    assertThat(remark(beyond(1000, 0, 0, 3))).isEqualTo("0.3 % past 8");
    assertThat(remark(beyond(1_000_000, 0, 0, 3))).isEqualTo("< 0.1 % past 8");
    assertThat(remark(beyond(100, 50, 0, 0))).isEqualTo("50.0 % not finite");
    assertThat(remark(beyond(100, 0, 0, 0))).isEmpty();
  }

  @Test
  void explainsItsColoursWhereTheyOccur() {
    assertThat(note(counts(1, 0, 0, 0))).isEmpty();
    assertThat(note(counts(1, 0, 0, 0), absent())).isEqualTo("grey: layer did not run");
    assertThat(note(notFinite())).isEqualTo("magenta: NaN or infinite");
  }

  @Test
  void hasALogarithmicAxisForOctavesOfWhichOnlyTheUsedPartIsShown() {
    // GIVEN gradients from 2⁻²⁰ to 2⁻¹⁷, and zeros
    DistributionRecorder recorder = new DistributionRecorder(Quantity.GRADIENTS);
    recorder.beginColumn(new Place(0, 0, true));
    recorder.add("a", Tensor.of(new double[] {0, 1e-6, 7e-6, 0}, 4));
    ColorDim picture = new ColorDim(recorder.recording(), HistogramRange.SHARED);
    LayerStats layer = recorder.layers().get(0);
    // WHEN
    Grid.Cell cell = picture.cell(layer, layer.columns());
    // THEN
    assertThat(cell.remark()).isEqualTo("50.0 % zeros");
    Axis axis = picture.shown(layer).axis();
    assertThat(axis.kind()).isEqualTo(Axis.Kind.EXPONENT);
    assertThat(axis.min()).isBetween(-6.2, Math.log10(Math.scalb(1.0, -20)));
    assertThat(axis.max()).isEqualTo(Math.log10(Math.scalb(1.0, -17)));
    assertThat(picture.shown(layer).below()).isTrue();
  }

  @Test
  void fitsTheRangeToALayerIfThatIsWanted() {
    // GIVEN values in the lowest of four bins, of width 2, and one of 100,000 in the highest
    Recording recording = Recordings.of(counts(60_000, 0, 0, 0), counts(40_000, 0, 0, 1));
    LayerStats layer = recording.layers().get(0);
    // WHEN
    Shown own = new ColorDim(recording, HistogramRange.OWN).shown(layer);
    Shown shared = new ColorDim(recording, HistogramRange.SHARED).shown(layer);
    // THEN the one is at the upper edge
    assertThat(own.to()).isEqualTo(1);
    assertThat(own.above()).isTrue();
    assertThat(own.beyond(layer.columns().get(1))).isEqualTo(1);
    assertThat(shared.to()).isEqualTo(4);
    assertThat(shared.above()).isFalse();
  }

  @Test
  void saysWhereTheFirstNanWas() {
    assertThat(new ColorDim(Recordings.merged(Quantity.ACTIVATIONS), HistogramRange.SHARED).note())
        .contains("first NaN or infinity: b, training batch 10 of epoch 1");
  }

  @Test
  void saysWhyNothingIsShown() {
    Recording noLayer = new Recording(ImmutableList.of(), Recordings.of(1, 3).columns());
    assertThat(LayerGrid.nothing(noLayer)).contains("no module passed the filter");
    assertThat(Plots.colorDim(noLayer).height()).isLessThan(400);
  }

  private static int first(BufferedImage image, int x, int color) {
    int y = 0;
    while (image.getRGB(x, y) != color) {
      y++;
    }
    return y;
  }

  private static Distribution beyond(long size, long nonFinite, long underflow, long overflow) {
    return new Distribution(
        size, 0, 1, nonFinite, underflow, overflow, counts(0, 0, 0, 0).counts());
  }

  private static String remark(Distribution column) {
    LayerStats layer = Recordings.layer("conv", List.of(column));
    return new ColorDim(Recordings.of(column), HistogramRange.SHARED)
        .cell(layer, ImmutableList.of(column))
        .remark();
  }

  private static String note(Distribution... columns) {
    return new ColorDim(Recordings.of(columns), HistogramRange.SHARED).note();
  }
}
