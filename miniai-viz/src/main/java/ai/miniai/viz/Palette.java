package ai.miniai.viz;

import java.awt.Color;
import java.util.List;

/** The colours of everything except heat maps. */
final class Palette {
  static final Color INK = new Color(0x222222);
  static final Color SOFT_INK = new Color(0x6b6b6b);
  static final Color FRAME = new Color(0xb0b0b0);
  static final Color GRID_LINE = new Color(0xe6e6e6);

  /** The colour for missing data. */
  static final Color BLANK = new Color(0xd9d9d9);

  /** The colour for NaN and infinities; nothing else has it. */
  static final Color NOT_FINITE = new Color(0xff00c8);

  static final Color BLUE = new Color(0x0072b2);
  static final Color ORANGE = new Color(0xe69f00);
  static final Color GREEN = new Color(0x009e73);
  static final Color VERMILLION = new Color(0xd55e00);

  /**
   * Colours for lines that are distinguished by name, suitable for colour-blind readers: those of
   * Okabe and Ito (2008) without yellow, which is too faint for lines, in the order that readers of
   * the course know (blue, orange, green, red), then four darker ones of Tol (2021).
   */
  private static final List<Color> QUALITATIVE =
      List.of(
          BLUE,
          ORANGE,
          GREEN,
          VERMILLION,
          new Color(0xcc79a7),
          new Color(0x56b4e9),
          new Color(0x222222),
          new Color(0x882255),
          new Color(0x999933),
          new Color(0x888888));

  /** The last position of viridis that is used for lines: the yellow end is too faint on white. */
  private static final double DEEPEST = 0.92;

  private Palette() {}

  /**
   * Whether {@code lines} lines can be distinguished by name; if not, they are coloured by depth.
   */
  static boolean isQualitative(int lines) {
    return lines <= QUALITATIVE.size();
  }

  /** The colour of line {@code index} of {@code lines}. */
  static Color line(int index, int lines) {
    return isQualitative(lines)
        ? QUALITATIVE.get(index)
        : ColorMap.VIRIDIS.color(DEEPEST * index / (lines - 1));
  }
}
