package ai.miniai.viz;

import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.font.FontRenderContext;
import java.awt.font.TextLayout;
import java.awt.geom.AffineTransform;

/**
 * Text of one font. It is drawn as outlines: an SVG then looks the same on every machine, whatever
 * fonts it has.
 */
record Lettering(Font font) {
  private static final FontRenderContext CONTEXT = new FontRenderContext(null, true, true);

  static final Lettering TITLE = of(Font.BOLD, 16);
  static final Lettering HEADING = of(Font.BOLD, 11);
  static final Lettering LABEL = of(Font.PLAIN, 12);
  static final Lettering TICK = of(Font.PLAIN, 10);

  /** Where the given point lies in the text. */
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

  /** From the base line to the top of a capital letter. */
  double height() {
    return layout("X").getBounds().getHeight();
  }

  /** Draws {@code text} with its base line at {@code y}. */
  void draw(Graphics2D g, String text, double x, double y, Anchor anchor) {
    if (!text.isEmpty()) {
      double left = x - anchor.share * width(text);
      g.fill(layout(text).getOutline(AffineTransform.getTranslateInstance(left, y)));
    }
  }

  /** Draws {@code text} upwards, its middle at ({@code x}, {@code y}). */
  void drawUpwards(Graphics2D g, String text, double x, double y) {
    if (!text.isEmpty()) {
      AffineTransform turn = AffineTransform.getTranslateInstance(x + height() / 2, y);
      turn.rotate(-Math.PI / 2);
      turn.translate(-width(text) / 2, 0);
      g.fill(layout(text).getOutline(turn));
    }
  }

  /**
   * {@code text}, or as much of its end as there is room for: the end of a module's path tells more
   * than its beginning.
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
