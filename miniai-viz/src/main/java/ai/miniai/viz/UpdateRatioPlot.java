package ai.miniai.viz;

import ai.miniai.recording.Quantity;
import ai.miniai.recording.Recording;
import ai.miniai.recording.RunRecord;
import com.google.common.primitives.ImmutableDoubleArray;
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
    Timeline time = Timeline.of(recording, run);
    List<Curves.Curve> each = new ArrayList<>();
    ratios.forEach(
        (name, values) ->
            each.add(
                Curves.Curve.of(name, Palette.line(each.size(), ratios.size()), values.toArray())));
    Curves curves = new Curves(time, each, true);
    Grid.Cell chart =
        curves.cell(
            "",
            HEALTHY,
            StatsPlot.notFinite(time, recording.layers()),
            UpdateRatioPlot::paintHealthy);
    Legend legend = new Legend(curves.lines());
    String note =
        LayerGrid.joined(
            chart.remark(), "dashed: 10⁻³, healthy", curves.legend(), StatsPlot.note(recording));
    int height = Palette.isQualitative(each.size()) ? HEIGHT : HEIGHT + 60;
    return new Sheet(legend.beside(chart.panel()), "‖update‖ / ‖parameter‖", time.title(), "", note)
        .figure(title, WIDTH + legend.width(), height);
  }

  private static void paintHealthy(Graphics2D g, PlotArea area) {
    Rectangle2D bounds = area.bounds();
    double y = area.y(HEALTHY);
    if (bounds.getMinY() <= y && y <= bounds.getMaxY()) {
      g.setColor(Palette.SOFT_INK);
      g.setStroke(Line.DASHES);
      g.draw(new Line2D.Double(bounds.getMinX(), y, bounds.getMaxX(), y));
    }
  }
}
