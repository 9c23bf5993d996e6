package ai.miniai.viz;

import com.google.common.collect.ImmutableList;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Locale;

/** The colour scale to the right of a heat map, which shows what the colours stand for. */
final class ColorBar {
  /** The width it needs to the right of the plot. */
  static final int WIDTH = 46;

  private static final double GAP = 5;
  private static final double BAR = 8;
  private static final double CLOSEST = 13;
  private static final String[] THOUSANDS = {"", "k", "M", "G", "T", "P", "E"};

  private ColorBar() {}

  /** Draws the scale next to {@code plot}, for counts from 0 to {@code peak}. */
  static void paint(Graphics2D g, Rectangle2D plot, double peak) {
    ImmutableList.Builder<Ticks.Tick> counts = ImmutableList.builder();
    for (double count = 0; count <= peak; count = count == 0 ? 1 : count * 10) {
      counts.add(new Ticks.Tick(HeatMap.shade(count, peak), text(count)));
    }
    paint(g, plot, ColorMap.VIRIDIS, counts.build());
  }

  /**
   * Draws a scale next to {@code plot}.
   *
   * @param ticks in increasing order, where 0 is the first colour and 1 the last one. One that
   *     would touch the one before is left out
   */
  static void paint(Graphics2D g, Rectangle2D plot, ColorMap colors, List<Ticks.Tick> ticks) {
    Rectangle2D bar =
        new Rectangle2D.Double(plot.getMaxX() + GAP, plot.getY(), BAR, plot.getHeight());
    Pixels.draw(g, gradient(colors), bar);
    double previous = Double.POSITIVE_INFINITY;
    for (Ticks.Tick tick : ticks) {
      double y = bar.getMaxY() - tick.value() * bar.getHeight();
      if (previous - y >= CLOSEST) {
        g.setColor(Palette.SOFT_INK);
        g.draw(new Line2D.Double(bar.getMaxX(), y, bar.getMaxX() + 3, y));
        g.setColor(Palette.INK);
        Lettering.TICK.drawAt(g, tick.label(), bar.getMaxX() + 5, y, Lettering.Anchor.LEFT);
        previous = y;
      }
    }
  }

  private static BufferedImage gradient(ColorMap colors) {
    BufferedImage image = new BufferedImage(1, 256, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 256; i++) {
      image.setRGB(0, 255 - i, colors.rgb(i / 255.0));
    }
    return image;
  }

  /** Text such as 10, 1k, 100M. */
  static String text(double powerOfTen) {
    int thousands = 0;
    double rest = powerOfTen;
    while (rest >= 1000 && thousands < THOUSANDS.length - 1) {
      rest /= 1000;
      thousands++;
    }
    return String.format(Locale.ROOT, "%.0f%s", rest, THOUSANDS[thousands]);
  }
}
