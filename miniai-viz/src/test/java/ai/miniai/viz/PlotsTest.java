package ai.miniai.viz;

import static ai.miniai.viz.Recordings.absent;
import static ai.miniai.viz.Recordings.counts;
import static ai.miniai.viz.Recordings.notFinite;
import static org.assertj.core.api.Assertions.assertThat;

import ai.miniai.callback.LossHistory;
import ai.miniai.hooks.ActivationStats;
import ai.miniai.hooks.Distribution;
import ai.miniai.hooks.Recording;
import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableDoubleArray;
import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every plot of everything that may come: none may fail, and none may stay white. */
class PlotsTest {
  static Stream<Recording> recordings() {
    return Stream.of(
        new Recording(ImmutableList.of(), ImmutableList.of()),
        new Recording(ImmutableList.of(), Recordings.of(1, 2).columns()),
        Recordings.of(new Distribution[0]),
        Recordings.of(absent(), absent()),
        Recordings.of(notFinite(), notFinite()),
        Recordings.of(counts(1, 2, 3, 4)),
        Recordings.of(counts(1, 0, 0, 0), absent(), notFinite(), counts(0, 0, 0, 1)),
        Recordings.of(extreme(1e-30), extreme(2e-30)),
        Recordings.of(extreme(-3e38), extreme(3e38)),
        Recordings.of(extreme(1e300), extreme(1e-300)),
        Recordings.of(5, 180),
        Recordings.of(12, 7),
        Recordings.of(50, 20),
        Recordings.of(2, 100_000));
  }

  @ParameterizedTest
  @MethodSource("recordings")
  void drawsEveryRecording(Recording recording) {
    for (Figure figure :
        List.of(
            Plots.colorDim(recording), Plots.deadChart(recording), Plots.plotStats(recording))) {
      assertThat(isWhite(figure.title("").image())).isFalse();
      assertThat(new String(Svg.of(figure), StandardCharsets.UTF_8)).endsWith("</svg>\n");
    }
  }

  static Stream<LossHistory> histories() {
    return Stream.of(
        losses(),
        losses(Double.NaN, Double.NaN),
        losses(2.3),
        losses(2.3, Double.NaN, 1.9, Double.POSITIVE_INFINITY),
        losses(1, 1, 1),
        losses(new double[100_000]),
        new LossHistory(
            ImmutableDoubleArray.of(), ImmutableList.of(new LossHistory.Validation(0, 0.5))),
        new LossHistory(
            ImmutableDoubleArray.of(2, 1),
            ImmutableList.of(
                new LossHistory.Validation(1, 0.5), new LossHistory.Validation(2, Double.NaN))));
  }

  @ParameterizedTest
  @MethodSource("histories")
  void drawsEveryHistory(LossHistory history) {
    assertThat(isWhite(Plots.lossCurve(history).title("").image())).isFalse();
  }

  static Stream<List<double[]>> searches() {
    double[] none = {};
    return Stream.of(
        List.of(none, none, new double[] {Double.NaN}),
        List.of(new double[] {1e-5}, new double[] {2}, new double[] {Double.NaN}),
        List.of(new double[] {1e-5}, new double[] {Double.NaN}, new double[] {Double.NaN}),
        List.of(new double[] {1e-5, 1.3e-5}, new double[] {2, 1}, new double[] {1e-5}),
        List.of(new double[] {1e-5, 1e-3, 10}, new double[] {2, 1, 1e30}, new double[] {1e-3}),
        List.of(new double[] {0, 0}, new double[] {2, 1}, new double[] {0}));
  }

  @ParameterizedTest
  @MethodSource("searches")
  void drawsEverySearch(List<double[]> search) {
    Figure figure = LrFinderPlot.of(search.get(0), search.get(1), search.get(2)[0], "");
    assertThat(isWhite(figure.image())).isFalse();
  }

  @Test
  void drawsStatisticsThatHaveNotSeenAFit() {
    assertThat(isWhite(Plots.colorDim(new ActivationStats()).title("").image())).isFalse();
  }

  @Test
  void drawsHooksByThemselves() {
    assertThat(isWhite(Plots.plotStats(List.of()).title("").image())).isFalse();
  }

  @Test
  void growsWithTheNumberOfLayers() {
    Figure five = Plots.colorDim(Recordings.of(5, 20));
    Figure fifty = Plots.colorDim(Recordings.of(50, 20));
    assertThat(fifty.width() * fifty.height()).isGreaterThan(4 * five.width() * five.height());
  }

  @Test
  void doesNotGrowWithTheNumberOfBatches() {
    assertThat(Svg.of(Plots.plotStats(Recordings.of(2, 100_000)))).hasSizeLessThan(1_000_000);
  }

  private static Distribution extreme(double mean) {
    return new Distribution(9, mean, Math.abs(mean), 0, 0, 0, counts(9, 0, 0, 0).counts());
  }

  private static LossHistory losses(double... losses) {
    return new LossHistory(ImmutableDoubleArray.copyOf(losses), ImmutableList.of());
  }

  private static boolean isWhite(BufferedImage image) {
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        if (image.getRGB(x, y) != 0xffffffff) {
          return false;
        }
      }
    }
    return true;
  }
}
