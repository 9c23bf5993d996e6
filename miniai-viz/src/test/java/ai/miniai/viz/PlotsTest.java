package ai.miniai.viz;

import static ai.miniai.viz.Recordings.absent;
import static ai.miniai.viz.Recordings.counts;
import static ai.miniai.viz.Recordings.notFinite;
import static org.assertj.core.api.Assertions.assertThat;

import ai.miniai.callback.progress.LossHistory;
import ai.miniai.hooks.ActivationStats;
import ai.miniai.recording.Distribution;
import ai.miniai.recording.DistributionRecorder;
import ai.miniai.recording.LayerStats;
import ai.miniai.recording.Place;
import ai.miniai.recording.Quantity;
import ai.miniai.recording.Recording;
import ai.miniai.recording.RunRecord;
import ai.miniai.setup.Guessing;
import ai.miniai.setup.RunSetup;
import ai.miniai.tensor.Tensor;
import com.google.common.collect.ImmutableList;
import com.google.common.primitives.Doubles;
import com.google.common.primitives.ImmutableDoubleArray;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;
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
        Recordings.of(2, 100_000),
        Recordings.merged(Quantity.ACTIVATIONS),
        Recordings.merged(Quantity.GRADIENTS));
  }

  @ParameterizedTest
  @MethodSource("recordings")
  void drawsEveryRecording(Recording recording) {
    for (Figure figure :
        List.of(
            Plots.overview(recording),
            Plots.overview(RunRecord.of(List.of(recording))),
            Plots.colorDim(recording),
            Plots.colorDim(recording, HistogramRange.OWN),
            Plots.deadChart(recording),
            Plots.plotStats(recording),
            Plots.deadUnits(recording),
            Plots.modes(recording),
            Plots.updateRatios(RunRecord.of(List.of(recording))),
            Plots.watchingCost(RunRecord.of(List.of(recording))))) {
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
        new LossHistory(ImmutableList.of(), ImmutableList.of(new LossHistory.Validation(0, 0.5))),
        new LossHistory(
            ImmutableList.of(2.0, 1.0),
            ImmutableList.of(
                new LossHistory.Validation(1, 0.5), new LossHistory.Validation(2, Double.NaN))));
  }

  @ParameterizedTest
  @MethodSource("histories")
  void drawsEveryHistory(LossHistory history) {
    assertThat(isWhite(Plots.lossCurve(history).title("").image())).isFalse();
  }

  /** The rates that were tried, and the losses. */
  private record Search(double[] rates, double... losses) {}

  static Stream<Search> searches() {
    return Stream.of(
        new Search(new double[0]),
        new Search(new double[] {1e-5}, 2),
        new Search(new double[] {1e-5}, Double.NaN),
        new Search(new double[] {1e-5, 1.3e-5}, 2, 1),
        new Search(new double[] {1e-5, 1e-3, 10}, 2, 1, 1e30),
        new Search(new double[] {1e-5, 1e-3, 10}, 2, Double.NaN, 1),
        new Search(new double[] {0, 0}, 2, 1));
  }

  @ParameterizedTest
  @MethodSource("searches")
  void drawsEverySearch(Search search) {
    for (Map<String, Double> suggestions :
        List.of(Map.<String, Double>of(), Map.of("below", 1e-6, "between", 1e-4, "above", 1e3))) {
      Figure figure = LrFinderPlot.of(search.rates(), search.losses(), suggestions, "");
      assertThat(isWhite(figure.image())).isFalse();
    }
  }

  @Test
  void marksSuggestionsOnTheCurve() {
    // GIVEN a rate halfway between two that were tried
    double[] rates = {0.01, 1};
    double[] losses = {3, 1};
    // WHEN
    Figure figure = LrFinderPlot.of(rates, losses, Map.of("valley", 0.1), "");
    // THEN a dot lies in the middle of the chart, and another one in the legend
    assertThat(countOf(Palette.ORANGE, figure.image())).isGreaterThan(2 * 50);
    Figure none = LrFinderPlot.of(rates, losses, Map.of(), "");
    assertThat(countOf(Palette.ORANGE, none.image())).isZero();
  }

  static Stream<Map<String, double[]>> recordedLines() {
    double[] none = {};
    return Stream.of(
        Map.of(),
        Map.of("lr", none),
        Map.of("lr", new double[] {0.1}),
        Map.of("loss", new double[] {Double.NaN}),
        Map.of("loss", new double[] {2, Double.NaN, 1}, "lr", new double[] {1e-7, 2e-7, 3e-7}));
  }

  @ParameterizedTest
  @MethodSource("recordedLines")
  void drawsEveryQuantity(Map<String, double[]> lines) {
    assertThat(isWhite(RecorderPlot.of(lines, "").image())).isFalse();
  }

  @Test
  void drawsTheRatiosOfUpdatesToWeightsAndWhereTheyAreHealthy() {
    // GIVEN
    RunRecord run =
        RunRecord.of(
            List.of(Recordings.merged(Quantity.PARAMETERS), Recordings.merged(Quantity.UPDATES)));
    // WHEN
    BufferedImage image = Plots.updateRatios(run).image();
    // THEN two parameters
    assertThat(countOf(Palette.BLUE, image)).isGreaterThan(200);
    assertThat(countOf(Palette.ORANGE, image)).isGreaterThan(200);
  }

  @Test
  void drawsASpikeOfOneBatchInThousands() {
    // GIVEN a layer whose deviation is 1, but 40 in one of 6,000 batches
    DistributionRecorder recorder = new DistributionRecorder(Quantity.ACTIVATIONS).atMost(500);
    for (int i = 0; i < 6000; i++) {
      double size = i == 3000 ? 40 : 1;
      recorder.beginColumn(new Place(0, i, true));
      recorder.add("a", Tensor.of(new double[] {-size, size, -size, size}, 4));
    }
    Recording recording = recorder.recording();
    // WHEN
    BufferedImage overview = Plots.overview(recording).image();
    Figure stats = Plots.plotStats(recording);
    // THEN its colour is there, and the axis of the deviations reaches it
    int spike = 0xff000000 | ColorMap.DIVERGING.rgb((Math.log10(40 * Math.sqrt(4 / 3.0)) + 2) / 4);
    assertThat(countOf(new Color(spike), overview)).isGreaterThan(20);
    assertThat(TextRecorder.texts(stats)).extracting(TextRecorder.Placed::text).contains("100");
  }

  @Test
  void drawsNanInAColourOfItsOwn() {
    // GIVEN a layer that has nothing but NaN from batch 30 on
    List<Distribution> columns = new ArrayList<>(Collections.nCopies(60, counts(9, 3, 1, 0)));
    columns.subList(30, 60).replaceAll(column -> notFinite());
    Recording recording = Recordings.of(columns.toArray(Distribution[]::new));
    // THEN
    for (Figure figure : List.of(Plots.overview(recording), Plots.colorDim(recording))) {
      assertThat(countOf(Palette.NOT_FINITE, figure.image())).isGreaterThan(10_000);
    }
  }

  @Test
  void drawsTheLossOfGuessing() {
    LossHistory history =
        new LossHistory(
            Doubles.asList(IntStream.range(0, 90).mapToDouble(i -> 2.0 / (i + 1)).toArray()),
            List.of(new LossHistory.Validation(30, 0.5), new LossHistory.Validation(60, 0.4)));
    RunRecord run =
        new RunRecord(
            List.of(),
            history,
            OptionalInt.of(10),
            0,
            RunSetup.UNKNOWN,
            new Guessing(ImmutableDoubleArray.of(), ImmutableDoubleArray.of(2.3, 2.3)));
    assertThat(texts(Plots.lossCurve(run)))
        .contains("training", "smoothed", "validation", "guessing", "1", "2");
    assertThat(texts(Plots.lossCurve(history))).doesNotContain("guessing");
  }

  @Test
  void namesLayersByPathAndKind() {
    LayerStats layer = new LayerStats("0.0", "Conv2d 1→8", Recordings.BINS);
    Recording recording = new Recording(List.of(layer), Recordings.of(1, 2).columns());
    for (Figure figure :
        List.of(
            Plots.overview(recording),
            Plots.colorDim(recording),
            Plots.deadChart(recording),
            Plots.deadUnits(recording),
            Plots.modes(recording))) {
      assertThat(texts(figure)).contains("0.0 Conv2d 1→8");
    }
  }

  private static List<String> texts(Figure figure) {
    return TextRecorder.texts(figure).stream().map(TextRecorder.Placed::text).toList();
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
    return new LossHistory(Doubles.asList(losses), ImmutableList.of());
  }

  private static long countOf(Color color, BufferedImage image) {
    int[] pixels =
        image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    return Arrays.stream(pixels).filter(pixel -> pixel == color.getRGB()).count();
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
