package ai.miniai.viz;

import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.font.FontRenderContext;
import java.awt.font.TextLayout;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Draws text in one font. */
final class Lettering {
  private static final FontRenderContext CONTEXT = new FontRenderContext(null, true, true);

  /** The same few labels are measured again and again; this many are remembered. */
  private static final int MOST = 1000;

  static final Lettering TITLE = of(Font.BOLD, 16);
  static final Lettering HEADING = of(Font.BOLD, 11);
  static final Lettering LABEL = of(Font.PLAIN, 12);
  static final Lettering TICK = of(Font.PLAIN, 10);
  static final Lettering SMALL = of(Font.PLAIN, 9);

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

  private final Font font;
  private final Map<String, Double> widths = new ConcurrentHashMap<>();
  private volatile double height; // 0: not measured yet

  private Lettering(Font font) {
    this.font = font;
  }

  private static Lettering of(int style, int size) {
    return new Lettering(new Font(Font.SANS_SERIF, style, size));
  }

  Font font() {
    return font;
  }

  /** How wide {@code text} is. */
  double width(String text) {
    if (text.isEmpty()) {
      return 0;
    }
    if (widths.size() > MOST) {
      widths.clear();
    }
    return widths.computeIfAbsent(text, key -> (double) layout(key).getAdvance());
  }

  /** The height of a capital letter above the baseline. */
  double height() {
    if (height == 0) {
      height = layout("X").getBounds().getHeight();
    }
    return height;
  }

  /** The distance from one baseline to the next. */
  double leading() {
    return Math.ceil(1.3 * font.getSize());
  }

  /** The rectangle around the ink of {@code text}, whose baseline begins at (0, 0). */
  Rectangle2D bounds(String text) {
    return layout(text).getBounds();
  }

  /** Draws {@code text} with its baseline at {@code y}. */
  void draw(Graphics2D g, String text, double x, double y, Anchor anchor) {
    double left = x - anchor.share * width(text);
    place(g, text, AffineTransform.getTranslateInstance(left, y));
  }

  /** Draws {@code text} with the middle of its capital letters at {@code y}. */
  void drawAt(Graphics2D g, String text, double x, double y, Anchor anchor) {
    draw(g, text, x, y + height() / 2, anchor);
  }

  /** Draws {@code text} upwards, centred at ({@code x}, {@code y}). */
  void drawUpwards(Graphics2D g, String text, double x, double y) {
    AffineTransform turn = AffineTransform.getTranslateInstance(x + height() / 2, y);
    turn.rotate(-Math.PI / 2);
    turn.translate(-width(text) / 2, 0);
    place(g, text, turn);
  }

  /**
   * As outlines, if {@code g} does not want the text itself: so an image does not depend on how the
   * machine smooths fonts.
   */
  private void place(Graphics2D g, String text, AffineTransform place) {
    if (text.isBlank()) {
      return;
    }
    if (g instanceof TextGraphics able) {
      able.text(text, this, place);
    } else {
      g.fill(layout(text).getOutline(place));
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

  /** {@code text}, or as much of its start as fits. */
  String fitStart(String text, double room) {
    if (width(text) <= room) {
      return text;
    }
    int to = text.length() - 1;
    while (to > 0 && width(text.substring(0, to) + "…") > room) {
      to--;
    }
    return to > 0 ? text.substring(0, to).stripTrailing() + "…" : "";
  }

  /**
   * {@code text} in lines that fit, broken between words; none if it is empty.
   *
   * @param most the maximum number of lines, at least 1; what does not fit is left out
   */
  List<String> lines(String text, double room, int most) {
    List<String> lines = new ArrayList<>();
    String rest = text.strip();
    while (!rest.isEmpty()) {
      int end = lines.size() + 1 == most ? rest.length() : breakOf(rest, room);
      lines.add(fitStart(rest.substring(0, end), room));
      rest = rest.substring(end).strip();
    }
    return lines;
  }

  /** The end of the words that fit into a line, or of the first word. */
  private int breakOf(String text, double room) {
    if (width(text) <= room) {
      return text.length();
    }
    int first = text.indexOf(' ');
    int end = first < 0 ? text.length() : first;
    for (int next = end; next >= 0 && width(text.substring(0, next)) <= room; ) {
      end = next;
      next = text.indexOf(' ', next + 1);
    }
    return end;
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
