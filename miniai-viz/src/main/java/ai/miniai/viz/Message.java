package ai.miniai.viz;

import java.awt.Graphics2D;
import java.util.List;

/** Text that is shown instead of a picture that cannot be drawn. */
record Message(String text) implements Panel {
  private static final int MARGIN = 12;

  @Override
  public void paint(Graphics2D g, int width, int height) {
    double leading = Lettering.LABEL.leading();
    int most = (int) (height / leading);
    if (most < 1) {
      return;
    }
    List<String> lines = Lettering.LABEL.lines(text, width - 2.0 * MARGIN, most);
    g.setColor(Palette.SOFT_INK);
    for (int i = 0; i < lines.size(); i++) {
      double y = height / 2.0 + leading * (i - (lines.size() - 1) / 2.0);
      Lettering.LABEL.drawAt(g, lines.get(i), width / 2.0, y, Lettering.Anchor.MIDDLE);
    }
  }
}
