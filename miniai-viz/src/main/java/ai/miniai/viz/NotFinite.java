package ai.miniai.viz;

import com.google.common.collect.ImmutableList;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;

/**
 * Colours the steps in which values were NaN or infinite, over the height of the plot.
 *
 * @param sections in order of time
 */
record NotFinite(ImmutableList<Timeline.Section> sections) implements Axes.Layer {
  /** Lines of layers that are still finite show on it. */
  private static final Color TINT =
      new Color((Palette.NOT_FINITE.getRGB() & 0xffffff) | 0x70000000, true);

  @Override
  public void paint(Graphics2D g, PlotArea area) {
    Rectangle2D bounds = area.bounds();
    g.setColor(TINT);
    int i = 0;
    while (i < sections.size()) {
      double begin = sections.get(i).begin();
      double end = sections.get(i).end();
      for (i++; i < sections.size() && sections.get(i).begin() <= end; i++) {
        end = sections.get(i).end();
      }
      double left = area.x(begin);
      double width = Math.max(1, area.x(end) - left);
      g.fill(new Rectangle2D.Double(left, bounds.getY(), width, bounds.getHeight()));
    }
  }
}
