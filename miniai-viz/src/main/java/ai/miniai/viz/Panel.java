package ai.miniai.viz;

import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;

/** Something that can be drawn at any size. */
@FunctionalInterface
interface Panel {
  /** Draws this from (0, 0) to ({@code width}, {@code height}). */
  void paint(Graphics2D g, int width, int height);

  /**
   * Draws this in a rectangle, and leaves the coordinates of {@code g} as they were. A rectangle
   * without area is left out.
   */
  default void paintAt(Graphics2D g, int x, int y, int width, int height) {
    if (width > 0 && height > 0) {
      // Not a copy of g: what follows the end of a copy has its coordinates in an SVG.
      AffineTransform before = g.getTransform();
      g.translate(x, y);
      paint(g, width, height);
      g.setTransform(before);
    }
  }
}
