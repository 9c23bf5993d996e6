package ai.miniai.viz;

import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.font.FontRenderContext;
import java.awt.font.TextLayout;
import java.awt.geom.AffineTransform;

/**
 * Draws text in one font, as outlines. So an SVG looks the same on every machine, whatever fonts
 * are installed there.
 */
record Lettering(Font font) {
  private static final FontRenderContext CONTEXT = new FontRenderContext(null, true, true);

  static final Lettering TITLE = of(Font.BOLD, 16);
  static final Lettering HEADING = of(Font.BOLD, 11);
  static final Lettering LABEL = of(Font.PLAIN, 12);
  static final Lettering TICK = of(Font.PLAIN, 10);

  /** The part of the text that is placed at the given point. */
  enum Anchor {
    LEFT(0),
    MIDDLE(0.5),
    RIGHT(1);

    private final double share;

    Anchor(double share) {
      this.share = share;
    }
  }

  private static Lettering of(int style, int size) {
    return new Lettering(new Font(Font.SANS_SERIF, style, size));
  }

  /** How wide {@code text} is. */
  double width(String text) {
    return text.isEmpty() ? 0 : layout(text).getAdvance();
  }

  /** The height of a capital letter above the baseline. */
  double height() {
    return layout("X").getBounds().getHeight();
  }

  /** Draws {@code text} with its baseline at {@code y}. */
  void draw(Graphics2D g, String text, double x, double y, Anchor anchor) {
    if (!text.isEmpty()) {
      double left = x - anchor.share * width(text);
      g.fill(layout(text).getOutline(AffineTransform.getTranslateInstance(left, y)));
    }
  }

  /** Draws {@code text} upwards, centred at ({@code x}, {@code y}). */
  void drawUpwards(Graphics2D g, String text, double x, double y) {
    if (!text.isEmpty()) {
      AffineTransform turn = AffineTransform.getTranslateInstance(x + height() / 2, y);
      turn.rotate(-Math.PI / 2);
      turn.translate(-width(text) / 2, 0);
      g.fill(layout(text).getOutline(turn));
    }
  }

  /**
   * {@code text}, or as much of its end as fits: the end of a module's path says more than its
   * start.
   */
  String fit(String text, double room) {
    if (width(text) <= room) {
      return text;
    }
    int from = 1;
    while (from < text.length() && width("…" + text.substring(from)) > room) {
      from++;
    }
    return from < text.length() ? "…" + text.substring(from) : "";
  }

  /** 10 for 10.0, 0.25 for 0.25. */
  static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e9
        ? String.valueOf((long) value)
        : String.valueOf((float) value);
  }

  private TextLayout layout(String text) {
    return new TextLayout(text, font, CONTEXT);
  }
}
