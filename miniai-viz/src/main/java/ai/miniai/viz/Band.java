package ai.miniai.viz;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;

/**
 * The area between the least and the greatest value of each column, behind a line of the usual
 * ones: one batch that stands out shows, even in a column of many.
 *
 * @param time of the columns
 * @param color of the area, half transparent
 * @param least one number for each column
 * @param greatest as many
 */
record Band(Timeline time, Color color, double[] least, double[] greatest) implements Axes.Layer {
  private static final int OPACITY = 90;

  @Override
  public void paint(Graphics2D g, PlotArea area) {
    Rectangle2D bounds = area.bounds();
    Raster raster = new Raster(time, Math.max(1, (int) bounds.getWidth()));
    double[] low = raster.choices(Math::min, least);
    double[] high = raster.choices(Math::max, greatest);
    Path2D path = new Path2D.Double();
    double wide = bounds.getWidth() / raster.width();
    for (int x = 0; x < raster.width(); x++) {
      double top = Math.max(bounds.getMinY(), area.y(high[x]));
      double bottom = Math.min(bounds.getMaxY(), area.y(low[x]));
      if (bottom - top > 1) { // also false for NaN
        path.append(
            new Rectangle2D.Double(bounds.getMinX() + x * wide, top, wide, bottom - top), false);
      }
    }
    g.setColor(new Color(color.getRed(), color.getGreen(), color.getBlue(), OPACITY));
    g.fill(path);
  }
}
