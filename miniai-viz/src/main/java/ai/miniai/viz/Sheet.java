package ai.miniai.viz;

import java.awt.Graphics2D;

/**
 * A panel with titles on its sides that apply to all of it.
 *
 * @param panel in the middle
 * @param left the title of its y-axes
 * @param bottom the title of its x-axes
 * @param right the title of its colour scale
 * @param note below, small, at the right
 */
record Sheet(Panel panel, String left, String bottom, String right, String note) implements Panel {
  private static final int STRIP = 20;

  /** Only a panel, with a note below. */
  static Sheet of(Panel panel, String note) {
    return new Sheet(panel, "", "", "", note);
  }

  @Override
  public void paint(Graphics2D g, int width, int height) {
    int x = left.isEmpty() ? 0 : STRIP;
    int right = width - (right().isEmpty() ? 0 : STRIP);
    int floor = height - (bottom.isEmpty() && note.isEmpty() ? 0 : STRIP);
    panel.paintAt(g, x, 0, right - x, floor);
    g.setColor(Palette.INK);
    Lettering.LABEL.drawUpwards(g, left, STRIP / 2.0 - 2, floor / 2.0);
    Lettering.LABEL.drawUpwards(g, right(), width - STRIP / 2.0, floor / 2.0);
    Lettering.LABEL.draw(g, bottom, (x + right) / 2.0, height - 5, Lettering.Anchor.MIDDLE);
    g.setColor(Palette.SOFT_INK);
    Lettering.TICK.draw(g, note, right, height - 5, Lettering.Anchor.RIGHT);
  }
}
