package ai.miniai.viz;

import java.awt.Graphics2D;
import java.util.List;

/**
 * A panel with titles on its sides that apply to all of it.
 *
 * @param panel in the middle
 * @param left the title of its y-axes
 * @param bottom the title of its x-axes
 * @param right the title of its colour scale
 * @param note below, small
 */
record Sheet(Panel panel, String left, String bottom, String right, String note) implements Panel {
  private static final int STRIP = 20;

  /** The maximum number of lines of a note. */
  private static final int MOST = 6;

  /** Only a panel, with a note below. */
  static Sheet of(Panel panel, String note) {
    return new Sheet(panel, "", "", "", note);
  }

  /** The figure in which the panel has this height. */
  Figure figure(String title, int width, int height) {
    return Figure.of(this, title, width, height + foot(width));
  }

  private List<String> notes(int width) {
    return Lettering.TICK.lines(note, width, MOST);
  }

  /** The height below the panel. */
  private int foot(int width) {
    int notes = notes(width).size();
    return (bottom.isEmpty() ? 0 : STRIP)
        + (notes == 0 ? 0 : (int) (notes * Lettering.TICK.leading()) + 4);
  }

  @Override
  public void paint(Graphics2D g, int width, int height) {
    int x = left.isEmpty() ? 0 : STRIP;
    int end = width - (right.isEmpty() ? 0 : STRIP);
    int floor = height - foot(width);
    if (floor <= 0 || end <= x) {
      return;
    }
    panel.paintAt(g, x, 0, end - x, floor);
    g.setColor(Palette.INK);
    String beside = Lettering.LABEL.fitStart(left, floor);
    Lettering.LABEL.drawUpwards(g, beside, STRIP / 2.0 - 2, floor / 2.0);
    String scale = Lettering.LABEL.fitStart(right, floor);
    Lettering.LABEL.drawUpwards(g, scale, width - STRIP / 2.0, floor / 2.0);
    String below = Lettering.LABEL.fitStart(bottom, end - x);
    Lettering.LABEL.draw(g, below, (x + end) / 2.0, floor + STRIP - 6.0, Lettering.Anchor.MIDDLE);
    g.setColor(Palette.SOFT_INK);
    double base = floor + (bottom.isEmpty() ? 0 : STRIP) + 2;
    for (String line : notes(width)) {
      base += Lettering.TICK.leading();
      Lettering.TICK.draw(g, line, width, base - 3, Lettering.Anchor.RIGHT);
    }
  }
}
