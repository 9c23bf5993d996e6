package ai.miniai.viz;

import java.awt.geom.Rectangle2D;

/**
 * Converts numbers to positions between two axes.
 *
 * @param bounds the rectangle between the axes
 * @param xAxis the horizontal axis
 * @param yAxis the vertical axis
 */
record PlotArea(Rectangle2D bounds, Axis xAxis, Axis yAxis) {
  /** The horizontal position of {@code value} on the x-axis, from the left. */
  double x(double value) {
    return bounds.getMinX() + xAxis.share(value) * bounds.getWidth();
  }

  /** The vertical position of {@code value} on the y-axis, from the top. */
  double y(double value) {
    return bounds.getMaxY() - yAxis.share(value) * bounds.getHeight();
  }

  /** The rectangle from ({@code left}, {@code bottom}) to ({@code right}, {@code top}). */
  Rectangle2D between(double left, double right, double bottom, double top) {
    double x = x(left);
    double y = y(top);
    return new Rectangle2D.Double(x, y, x(right) - x, y(bottom) - y);
  }
}
