package ai.miniai.viz;

import java.awt.Graphics2D;

/** Text that is shown instead of a picture that cannot be drawn. */
record Message(String text) implements Panel {
  private static final int MARGIN = 12;
  private static final int LINE = 18;

  @Override
  public void paint(Graphics2D g, int width, int height) {
    StringBuilder lines = new StringBuilder();
    String line = "";
    for (String word : text.split(" ", -1)) {
      String longer = line.isEmpty() ? word : line + " " + word;
      if (!line.isEmpty() && Lettering.LABEL.width(longer) > width - 2 * MARGIN) {
        lines.append(line).append('\n');
        line = word;
      } else {
        line = longer;
      }
    }
    String[] all = lines.append(line).toString().split("\n", -1);
    g.setColor(Palette.SOFT_INK);
    for (int i = 0; i < all.length; i++) {
      double y = height / 2.0 + LINE * (i - (all.length - 1) / 2.0);
      Lettering.LABEL.draw(g, all[i], width / 2.0, y, Lettering.Anchor.MIDDLE);
    }
  }
}
