package ai.miniai.viz;

import ai.miniai.callback.progress.LossHistory;
import ai.miniai.recording.RunRecord;
import ai.miniai.recording.StepClock;
import com.google.common.collect.ImmutableList;
import com.google.common.primitives.Doubles;
import com.google.common.primitives.ImmutableDoubleArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** The losses of a fit. */
final class LossPlot {
  /** The part of all steps from which a median is taken, half before and half after. */
  private static final double WINDOW = 0.05;

  /** More medians could not be seen. */
  private static final int MOST_POINTS = 1000;

  /** Fewer losses can be read as they are. */
  private static final int FEW = 30;

  private final RunRecord run;
  private final double[] training;
  private final List<LossHistory.Validation> passes;
  private final double[] validation;

  private LossPlot(RunRecord run) {
    this.run = run;
    training = Doubles.toArray(run.losses().training());
    passes = run.losses().validation();
    validation = passes.stream().mapToDouble(LossHistory.Validation::loss).toArray();
  }

  static Figure of(LossHistory history, String title) {
    return of(new RunRecord(ImmutableList.of(), history, OptionalInt.empty(), 0), title);
  }

  static Figure of(RunRecord run, String title) {
    return new LossPlot(run).figure(title);
  }

  private Figure figure(String title) {
    double[] all = Doubles.concat(training, validation);
    if (Arrays.stream(all).noneMatch(Double::isFinite)) {
      String why = all.length == 0 ? "No loss was recorded." : "No loss is finite: " + lost();
      return Figure.of(new Message(why), title, 640, 240);
    }
    OptionalDouble guessing = guessing();
    Spread spread =
        Spread.of(
            guessing.isPresent()
                ? Doubles.concat(all, new double[] {guessing.getAsDouble()})
                : all);
    double end = Math.max(training.length, last());
    Timeline time = Timeline.counted(training.length).until(end);
    List<Line> lines = lines(guessing, end);
    ImmutableList.Builder<Axes.Layer> layers = ImmutableList.builder();
    layers.add(time.notFinite(step -> !Double.isFinite(training[step])));
    layers.add(new Marks(pass(), end, ImmutableList.of()));
    layers.addAll(lines);
    Axes axes =
        new Axes(time.axis().titled(Timeline.STEPS), spread.axis().titled("loss"), layers.build());
    Legend legend = new Legend(lines);
    String note =
        LayerGrid.joined(
            new Marks(pass(), end, ImmutableList.of()).legend(),
            spread.note(),
            lost(),
            lost().isEmpty() ? "" : LayerGrid.NOT_FINITE);
    return Sheet.of(legend.beside(axes), note).figure(title, 760, 400);
  }

  private List<Line> lines(OptionalDouble guessing, double end) {
    List<Line> lines = new ArrayList<>();
    boolean smoothed = training.length >= FEW;
    if (training.length > 0) {
      Line raw = Line.of("training", Palette.BLUE, training);
      lines.add(smoothed ? raw.as(Line.Form.FAINT) : raw);
    }
    if (smoothed) {
      lines.add(smoothed());
    }
    if (validation.length > 0) {
      double[] steps = passes.stream().mapToDouble(LossHistory.Validation::batches).toArray();
      lines.add(new Line("validation", Palette.VERMILLION, steps, validation, Line.Form.DOTTED));
    }
    guessing.ifPresent(
        level ->
            lines.add(
                new Line(
                    "guessing",
                    Palette.SOFT_INK,
                    new double[] {0, end},
                    new double[] {level, level},
                    Line.Form.DASHED)));
    return lines;
  }

  /**
   * The median of the losses around some steps: it neither lags behind nor follows single spikes. A
   * gap where all of them are lost.
   */
  private Line smoothed() {
    int n = training.length;
    int half = (int) Math.max(2, WINDOW / 2 * n);
    int points = Math.min(n, MOST_POINTS);
    double[] xs = new double[points];
    double[] medians = new double[points];
    for (int i = 0; i < points; i++) {
      int step = (int) ((long) i * n / points);
      int reach = Math.min(half, Math.min(step, n - 1 - step)); // as far on both sides
      double[] around =
          Arrays.stream(training, step - reach, step + reach + 1)
              .filter(Double::isFinite)
              .sorted()
              .toArray();
      xs[i] = step + 0.5;
      medians[i] = around.length == 0 ? Double.NaN : around[around.length / 2];
    }
    return new Line("smoothed", Palette.BLUE, xs, medians, Line.Form.BOLD);
  }

  /** The loss of guessing: in validation if it is known, otherwise in training. */
  private OptionalDouble guessing() {
    OptionalDouble known = mean(run.guessing().validation());
    return known.isPresent() ? known : mean(run.guessing().training());
  }

  private static OptionalDouble mean(ImmutableDoubleArray losses) {
    return losses.stream().filter(Double::isFinite).average();
  }

  /** The number of steps of an epoch; 0 if nothing tells it. */
  private int pass() {
    boolean known =
        run.setup().batchesPerPass() > 0
            || last() > 0
            || run.recordings().stream()
                .anyMatch(one -> one.batchesPerPass() > 0 || !one.columns().isEmpty());
    return known ? StepClock.of(run).batchesPerPass() : 0;
  }

  private int last() {
    return passes.stream().mapToInt(LossHistory.Validation::batches).max().orElse(0);
  }

  /** A note on losses that cannot be drawn; empty if there are none. */
  private String lost() {
    int first = 0;
    while (first < training.length && Double.isFinite(training[first])) {
      first++;
    }
    long count = Arrays.stream(training).filter(loss -> !Double.isFinite(loss)).count();
    return count == 0
        ? ""
        : count
            + " of "
            + training.length
            + " training losses are NaN or infinite, the first at step "
            + first;
  }
}
