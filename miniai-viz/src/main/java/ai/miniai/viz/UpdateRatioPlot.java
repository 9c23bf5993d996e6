package ai.miniai.viz;

import ai.miniai.recording.Quantity;
import ai.miniai.recording.Recording;
import ai.miniai.recording.RunRecord;
import com.google.common.primitives.ImmutableDoubleArray;
import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The update : weight ratio of each parameter as a line. */
final class UpdateRatioPlot {
  private static final int WIDTH = 640;
  private static final int HEIGHT = 400;

  /** The base-10 logarithm of a healthy ratio. */
  private static final double HEALTHY = -3;

  private static final BasicStroke DASHED =
      new BasicStroke(1.2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_BEVEL, 0, new float[] {5, 4}, 0);

  private UpdateRatioPlot() {}

  static Figure of(RunRecord run, String title) {
    Map<String, ImmutableDoubleArray> ratios = run.updateRatios();
    Optional<Recording> updates = run.recording(Quantity.UPDATES);
    if (ratios.isEmpty() || updates.isEmpty()) {
      return Figure.of(
          new Message("No updates were recorded: add a ParameterStats to the fit."),
          title,
          WIDTH,
          240);
    }
    Recording recording = updates.get();
    List<Line> lines = new ArrayList<>();
    ratios.forEach(
        (name, values) ->
            lines.add(
                Line.of(
                    name,
                    Palette.line(lines.size(), ratios.size()),
                    Timeline.of(recording.columns(), values.length()),
                    StatsPlot.Chart.exponents(values.toArray()))));
    Panel chart =
        new StatsPlot.Chart(recording, true).of(lines, HEALTHY, UpdateRatioPlot::paintHealthy);
    Legend legend = new Legend(lines);
    String note =
        LayerGrid.joined(
            "dashed: 10⁻³, healthy",
            Marks.of(recording.columns()).legend(),
            LayerGrid.trouble(recording));
    Panel sheet = new Sheet(chart, "‖update‖ / ‖parameter‖", "batch", "", note);
    int height = Palette.isQualitative(lines.size()) ? HEIGHT : HEIGHT + 60;
    return Figure.of(legend.beside(sheet), title, WIDTH + legend.width(), height);
  }

  private static void paintHealthy(Graphics2D g, PlotArea area) {
    Rectangle2D bounds = area.bounds();
    double y = area.y(HEALTHY);
    if (bounds.getMinY() <= y && y <= bounds.getMaxY()) {
      g.setColor(Palette.SOFT_INK);
      g.setStroke(DASHED);
      g.draw(new Line2D.Double(bounds.getMinX(), y, bounds.getMaxX(), y));
    }
  }
}
