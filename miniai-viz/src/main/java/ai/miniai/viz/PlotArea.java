package ai.miniai.viz;

import java.awt.geom.Rectangle2D;
import org.knowm.xchart.XYChart;

/** Converts numbers to positions in a chart that is being drawn. */
record PlotArea(XYChart chart, Axis xAxis, Axis yAxis) {
  /** The horizontal position of {@code value} on the x-axis, from the left. */
  double x(double value) {
    return chart.getScreenXFromChart(value / Math.pow(10, xAxis.exponent()));
  }

  /** The vertical position of {@code value} on the y-axis, from the top. */
  double y(double value) {
    return chart.getScreenYFromChart(value / Math.pow(10, yAxis.exponent()));
  }

  /** The rectangle between the axes. */
  Rectangle2D bounds() {
    double left = x(xAxis.min());
    double top = y(yAxis.max());
    return new Rectangle2D.Double(left, top, x(xAxis.max()) - left, y(yAxis.min()) - top);
  }
}
