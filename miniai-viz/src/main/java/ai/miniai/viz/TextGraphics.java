package ai.miniai.viz;

import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;

/** Graphics on which text stays text, and on which an area can explain itself. */
interface TextGraphics {
  /**
   * Draws {@code text} in the current colour.
   *
   * @param place from the coordinates of the text, whose baseline begins at (0, 0), to the current
   *     ones
   */
  void text(String text, Lettering lettering, AffineTransform place);

  /** Shows {@code text} while the pointer is over {@code area}. */
  void explain(Rectangle2D area, String text);

  /** Explains {@code area} if {@code g} is able to. */
  static void explain(Graphics2D g, Rectangle2D area, String text) {
    if (g instanceof TextGraphics able && !text.isEmpty()) {
      able.explain(area, text);
    }
  }
}
