package ai.miniai.viz;

import ai.miniai.callback.progress.LossHistory;
import com.google.common.primitives.Doubles;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;

/** The losses of a fit. */
final class LossPlot {
  private LossPlot() {}

  static Figure of(LossHistory history, String title) {
    double[] training = Doubles.toArray(history.training());
    List<LossHistory.Validation> passes = history.validation();
    double[] validation = passes.stream().mapToDouble(LossHistory.Validation::loss).toArray();
    double[] all =
        DoubleStream.concat(Arrays.stream(training), Arrays.stream(validation)).toArray();
    if (Arrays.stream(all).noneMatch(Double::isFinite)) {
      String why =
          all.length == 0 ? "No loss was recorded." : "No loss is finite: " + lost(training);
      return Figure.of(new Message(why), title, 640, 240);
    }
    // A validation pass after n batches is between batch n − 1 and batch n.
    double[] ends = passes.stream().mapToDouble(pass -> pass.batches() - 0.5).toArray();
    List<Line> lines = new ArrayList<>();
    if (training.length > 0) {
      lines.add(Line.of("training", Palette.BLUE, training));
    }
    if (validation.length > 0) {
      lines.add(new Line("validation", Palette.VERMILLION, ends, validation, Line.Form.DOTTED));
    }
    Axis batches = Axis.batches(Math.max(1, Math.max(training.length, last(passes))));
    Axes axes =
        new Axes(batches.titled("batch"), Axis.around(all).titled("loss"), List.copyOf(lines));
    Legend legend = new Legend(lines);
    return Figure.of(Sheet.of(legend.beside(axes), lost(training)), title, 760, 400);
  }

  private static int last(List<LossHistory.Validation> passes) {
    return passes.stream().mapToInt(LossHistory.Validation::batches).max().orElse(0);
  }

  /** A note on losses that cannot be drawn; empty if there are none. */
  private static String lost(double... losses) {
    int first = 0;
    while (first < losses.length && Double.isFinite(losses[first])) {
      first++;
    }
    long count = Arrays.stream(losses).filter(loss -> !Double.isFinite(loss)).count();
    return count == 0
        ? ""
        : count
            + " of "
            + losses.length
            + " training losses are NaN or infinite, the first at batch "
            + first;
  }
}
