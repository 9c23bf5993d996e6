package ai.miniai.viz;

import static org.assertj.core.api.Assertions.assertThat;

import ai.miniai.callback.progress.LossHistory;
import ai.miniai.recording.DistributionRecorder;
import ai.miniai.recording.Place;
import ai.miniai.recording.Quantity;
import ai.miniai.recording.RunRecord;
import ai.miniai.setup.Guessing;
import ai.miniai.setup.RunSetup;
import ai.miniai.tensor.Tensor;
import com.google.common.primitives.ImmutableDoubleArray;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No two texts of any plot touch, and none leaves the picture, in extreme cases either. */
class LayoutTest {
  private static final String LONG = "encoder.stages.3.blocks.7.attention.self.query_projection.xy";
  private static final String NOTE = "word ".repeat(40) + LONG.repeat(3);
  private static final int STEPS = 40;

  /** A run of so many layers with long names, all of whose plots have all remarks. */
  private record Case(int layers, int width) {
    @Override
    public String toString() {
      return layers + " layers, " + (width == 0 ? "default width" : width + " wide");
    }
  }

  static Stream<Case> cases() {
    return Stream.of(1, 5, 52, 102)
        .flatMap(layers -> Stream.of(0, 900, 400).map(width -> new Case(layers, width)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void noTwoTextsTouch(Case one) {
    figures(run(one.layers()))
        .forEach(
            (name, figure) -> {
              Figure sized = one.width() == 0 ? figure : figure.size(one.width(), figure.height());
              assertApart(name + ", " + one, sized);
            });
  }

  @Test
  void longNotesAndMessagesBreak() {
    Sheet sheet = new Sheet(new Message(NOTE), LONG, LONG, LONG, NOTE);
    for (int width : new int[] {1, 80, 400, 900}) {
      assertApart("sheet", sheet.figure(NOTE, width, 200));
    }
  }

  @Test
  void longRemarksAreShortened() {
    for (int cells : new int[] {1, 5, 52, 102}) {
      Grid.Cell cell = new Grid.Cell(LONG, NOTE, new Message(NOTE));
      Grid grid = new Grid(Collections.nCopies(cells, cell), 1.45);
      assertApart(cells + " cells", grid.figure(NOTE, 250, panel -> Sheet.of(panel, NOTE)));
    }
  }

  private static Map<String, Figure> figures(RunRecord run) {
    Map<String, Figure> figures = new LinkedHashMap<>();
    run.recordings()
        .forEach(
            recording -> {
              String what = " of " + recording.quantity().label();
              figures.put("colorDim" + what, Plots.colorDim(recording));
              figures.put("fitted" + what, Plots.colorDim(recording, HistogramRange.OWN));
              figures.put("deadChart" + what, Plots.deadChart(recording));
              figures.put("plotStats" + what, Plots.plotStats(recording));
              figures.put("deadUnits" + what, Plots.deadUnits(recording));
              figures.put("modes" + what, Plots.modes(recording));
              figures.put("overview" + what, Plots.overview(recording));
            });
    figures.put("overview", Plots.overview(run));
    figures.put("updateRatios", Plots.updateRatios(run));
    figures.put("watchingCost", Plots.watchingCost(run));
    figures.put("lossCurve", Plots.lossCurve(run));
    double[] values = {1e-9, Double.NaN, 1e-9, 3e30, 2e-9};
    figures.put(
        "recorderPlot",
        RecorderPlot.of(
            IntStream.range(0, 7).boxed().collect(Collectors.toMap(i -> LONG + i, i -> values)),
            LONG));
    figures.put(
        "lrFinder",
        LrFinderPlot.of(
            new double[] {1e-5, 1e-3, 10},
            new double[] {2, 1, 1e30},
            Map.of(LONG, 1e-6, "valley", 1e-4, "minimum / 10", 1e3),
            LONG));
    figures.put(
        "beside", Plots.beside(figures.get("deadChart of activations"), Plots.lossCurve(run)));
    return figures;
  }

  private static RunRecord run(int layers) {
    List<Double> losses = new ArrayList<>();
    List<LossHistory.Validation> validation = new ArrayList<>();
    List<DistributionRecorder> recorders =
        Stream.of(Quantity.PARAMETERS, Quantity.ACTIVATIONS, Quantity.UPDATES)
            .map(DistributionRecorder::new)
            .toList();
    Random random = new Random(1);
    for (int step = 0; step < STEPS; step++) {
      losses.add(step == 7 ? Double.NaN : step == 9 ? 1e30 : 2.0 / (step + 1));
      boolean training = step % 4 != 3;
      for (DistributionRecorder recorder : recorders) {
        if (training || recorder.quantity() == Quantity.ACTIVATIONS) {
          recorder.beginColumn(new Place(step / 4, training ? step % 4 : 0, training));
          for (int layer = 0; layer < layers; layer++) {
            double size = layer % 7 == 3 ? 0 : Math.exp(4 * random.nextGaussian());
            double lost = layer % 5 == 1 && step > 30 ? Double.NaN : size;
            recorder.add(LONG + layer, Tensor.of(new double[] {0, size, 0, -3 * lost}, 2, 2));
          }
        }
      }
      if (!training) {
        validation.add(new LossHistory.Validation(step + 1, 3.0 / (step + 1)));
      }
    }
    return new RunRecord(
        recorders.stream().map(DistributionRecorder::recording).toList(),
        new LossHistory(losses, validation),
        OptionalInt.of(10),
        1_000_000,
        RunSetup.UNKNOWN,
        new Guessing(ImmutableDoubleArray.of(2.3), ImmutableDoubleArray.of(2.3)));
  }

  private static void assertApart(String name, Figure figure) {
    List<TextRecorder.Placed> texts = TextRecorder.texts(figure);
    Rectangle2D picture =
        new Rectangle2D.Double(-0.5, -0.5, figure.width() + 1, figure.height() + 1);
    assertThat(texts)
        .as("texts that leave the picture: " + name)
        .allMatch(text -> picture.contains(text.place()));
    List<String> touching = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      for (int j = 0; j < i; j++) {
        if (texts.get(i).place().intersects(texts.get(j).place())) {
          touching.add(texts.get(j) + " and " + texts.get(i));
        }
      }
    }
    assertThat(touching).as("texts that touch: " + name).isEmpty();
  }
}
