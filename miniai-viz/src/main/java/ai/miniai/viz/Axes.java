package ai.miniai.viz;

import com.google.common.collect.ImmutableList;
import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.List;

/**
 * Two axes with numbers and a grid, and layers that are drawn over them.
 *
 * @param x the horizontal axis
 * @param y the vertical axis
 * @param names of the rows on the vertical axis, from top to bottom, instead of numbers; or empty
 * @param layers from bottom to top
 */
record Axes(Axis x, Axis y, ImmutableList<String> names, List<Layer> layers) implements Panel {
  /** Something that is drawn on the axes. */
  @FunctionalInterface
  interface Layer {
    void paint(Graphics2D g, PlotArea area);

    /** The height it needs above the axes. */
    default int lane() {
      return 0;
    }
  }

  private static final BasicStroke HAIR = new BasicStroke(0.7f);
  private static final int TICK = 3;
  private static final int TITLE = 18;

  /** Half the height of a number, which stands at the end of the axis. */
  private static final int TOP = 6;

  private static final int RIGHT = 5;
  private static final int BOTTOM = 18;

  /** Room for a number on an axis, with the gap to the next one. */
  private static final int ACROSS = 46;

  private static final int DOWN = 26;
  private static final int LEAST = 4;

  /** The part of the width that names may take. */
  private static final double NAMES = 0.45;

  Axes(Axis x, Axis y, List<Layer> layers) {
    this(x, y, ImmutableList.of(), layers);
  }

  /** Rows with names, each of height 1; the lowest one begins at 0. */
  static Axes rows(Axis x, ImmutableList<String> names, List<Layer> layers) {
    return new Axes(x, Axis.range(0, names.size()), names, layers);
  }

  @Override
  public void paint(Graphics2D g, int width, int height) {
    int top = layers.stream().mapToInt(Layer::lane).reduce(TOP, Math::max);
    int bottom = BOTTOM + (x.title().isEmpty() ? 0 : TITLE);
    int high = height - top - bottom;
    Ticks down =
        names.isEmpty()
            ? Ticks.of(y, Math.max(high < DOWN ? 1 : 2, high / DOWN))
            : Ticks.names(names, (double) high / names.size(), NAMES * width);
    double numbers =
        down.labelled().stream()
            .mapToDouble(tick -> Lettering.TICK.width(tick.label()))
            .max()
            .orElse(0);
    double left = Math.ceil(numbers) + 2 * TICK + (y.title().isEmpty() ? 0 : TITLE);
    Rectangle2D bounds = new Rectangle2D.Double(left, top, width - left - RIGHT, high);
    if (bounds.getWidth() < LEAST || bounds.getHeight() < LEAST) {
      return;
    }
    PlotArea area = new PlotArea(bounds, x, y);
    paintTitles(g, bounds, height);
    paintDown(g, area, down);
    paintAcross(g, area, Ticks.of(x, Math.max(1, (int) bounds.getWidth() / ACROSS)), width);
    g.setColor(Palette.FRAME);
    g.setStroke(HAIR);
    g.draw(bounds);
    for (Layer layer : layers) {
      Shape before = g.getClip();
      layer.paint(g, area);
      g.setClip(before);
    }
  }

  private void paintTitles(Graphics2D g, Rectangle2D bounds, int height) {
    g.setColor(Palette.INK);
    String below = Lettering.LABEL.fitStart(x.title(), bounds.getWidth());
    Lettering.LABEL.draw(g, below, bounds.getCenterX(), height - 4.0, Lettering.Anchor.MIDDLE);
    String beside = Lettering.LABEL.fitStart(y.title(), bounds.getHeight());
    Lettering.LABEL.drawUpwards(g, beside, TITLE / 2.0 - 2, bounds.getCenterY());
  }

  private static void paintDown(Graphics2D g, PlotArea area, Ticks ticks) {
    Rectangle2D bounds = area.bounds();
    g.setStroke(HAIR);
    g.setColor(Palette.GRID_LINE);
    for (double place : ticks.minor()) {
      g.draw(
          new Line2D.Double(
              bounds.getMinX() - TICK / 2.0, area.y(place), bounds.getMinX(), area.y(place)));
    }
    for (Ticks.Tick tick : ticks.labelled()) {
      double y = area.y(tick.value());
      g.setColor(Palette.GRID_LINE);
      g.draw(new Line2D.Double(bounds.getMinX(), y, bounds.getMaxX(), y));
      g.setColor(Palette.FRAME);
      g.draw(new Line2D.Double(bounds.getMinX() - TICK, y, bounds.getMinX(), y));
      g.setColor(Palette.INK);
      Lettering.TICK.drawAt(
          g, tick.label(), bounds.getMinX() - 2.0 * TICK, y, Lettering.Anchor.RIGHT);
    }
  }

  /** The numbers stay inside the panel; one that would touch its neighbour is left out. */
  private static void paintAcross(Graphics2D g, PlotArea area, Ticks ticks, int width) {
    Rectangle2D bounds = area.bounds();
    g.setStroke(HAIR);
    double free = 0;
    for (double place : ticks.minor()) {
      g.setColor(Palette.GRID_LINE);
      g.draw(new Line2D.Double(area.x(place), bounds.getMinY(), area.x(place), bounds.getMaxY()));
    }
    for (Ticks.Tick tick : ticks.labelled()) {
      double x = area.x(tick.value());
      g.setColor(Palette.GRID_LINE);
      g.draw(new Line2D.Double(x, bounds.getMinY(), x, bounds.getMaxY()));
      g.setColor(Palette.FRAME);
      g.draw(new Line2D.Double(x, bounds.getMaxY(), x, bounds.getMaxY() + TICK));
      double wide = Lettering.TICK.width(tick.label());
      double left = Math.min(x - wide / 2, width - wide);
      if (left >= free) {
        g.setColor(Palette.INK);
        double base = bounds.getMaxY() + BOTTOM - 3;
        Lettering.TICK.draw(g, tick.label(), left, base, Lettering.Anchor.LEFT);
        free = left + wide + 2 * TICK;
      }
    }
  }
}
