package ai.miniai.viz;

import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;

/** Something that can be drawn at any size. */
@FunctionalInterface
interface Panel {
  /** Draws this from (0, 0) to ({@code width}, {@code height}). */
  void paint(Graphics2D g, int width, int height);

  /**
   * Draws this in a rectangle, and restores the coordinates of {@code g}. A rectangle without area
   * is skipped.
   */
  default void paintAt(Graphics2D g, int x, int y, int width, int height) {
    if (width > 0 && height > 0) {
      // Not on a copy of g: in an SVG, what is drawn after a copy would still have the coordinates
      // of the copy.
      AffineTransform before = g.getTransform();
      g.translate(x, y);
      paint(g, width, height);
      g.setTransform(before);
    }
  }
}
