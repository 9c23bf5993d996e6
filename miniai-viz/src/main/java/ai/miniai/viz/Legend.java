package ai.miniai.viz;

import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.List;

/**
 * The colours of the lines: a list of names, or a colour bar from the first to the last if there
 * are too many lines to distinguish their colours.
 *
 * @param lines from top to bottom
 */
record Legend(List<Line> lines) implements Panel {
  private static final int SWATCH = 18;
  private static final int GAP = 6;
  private static final int ROW = 18;
  private static final int WIDEST = 240;
  private static final int TOP = Grid.HEADING + 4;
  private static final int BOTTOM = 26;

  /** The width that it needs. */
  int width() {
    double names = lines.stream().mapToDouble(l -> Lettering.TICK.width(l.name())).max().orElse(0);
    return (int) Math.min(WIDEST, Math.ceil(names) + SWATCH + 3 * GAP);
  }

  @Override
  public void paint(Graphics2D g, int width, int height) {
    if (width <= SWATCH + 2 * GAP) {
      return;
    }
    if (Palette.isQualitative(lines.size()) && TOP + lines.size() * ROW <= height) {
      for (int i = 0; i < lines.size(); i++) {
        double y = TOP + (i + 0.5) * ROW;
        lines.get(i).paintSample(g, GAP, y, SWATCH);
        name(g, lines.get(i), y, width);
      }
    } else if (height > TOP + BOTTOM) {
      paintBar(g, width, height - TOP - BOTTOM);
    }
  }

  private void paintBar(Graphics2D g, int width, int height) {
    int n = lines.size();
    double row = (double) height / n;
    int step = (int) Math.ceil(ROW * 0.75 / row);
    for (int i = 0; i < n; i++) {
      g.setColor(lines.get(i).color());
      g.fill(new Rectangle2D.Double(GAP, TOP + i * row, SWATCH, row + 0.3));
      boolean last = i == n - 1;
      if (last || (i % step == 0 && n - 1 - i >= step)) {
        name(g, lines.get(i), TOP + (i + 0.5) * row, width);
      }
    }
  }

  private static void name(Graphics2D g, Line line, double middle, int width) {
    int left = SWATCH + 2 * GAP;
    g.setColor(Palette.INK);
    String name = Lettering.TICK.fit(line.name(), width - left);
    Lettering.TICK.drawAt(g, name, left, middle, Lettering.Anchor.LEFT);
    TextGraphics.explain(g, new Rectangle2D.Double(0, middle - 5, width, 10), line.name());
  }

  /** {@code panel} with this legend on its right. */
  Panel beside(Panel panel) {
    return (g, width, height) -> {
      int room = width - Math.min(width(), width / 3);
      panel.paintAt(g, 0, 0, room, height);
      paintAt(g, room, 0, width - room, height);
    };
  }
}
