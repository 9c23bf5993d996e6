package ai.miniai.viz;

import java.awt.Graphics2D;
import java.util.List;

/**
 * Figures side by side, each with its title; or one below the other, where there is no room for
 * their numbers and names.
 */
record Beside(List<Figure> figures) implements Panel {
  /** What fits on a page, in units of a figure's size. */
  private static final int PAGE = 1100;

  /** The combined figure: side by side if that is narrow enough for a page. */
  Figure figure() {
    int beside = figures.stream().mapToInt(Figure::width).sum();
    return beside <= PAGE
        ? Figure.of(this, "", beside, figures.stream().mapToInt(Figure::height).max().orElseThrow())
        : Figure.of(
            this,
            "",
            figures.stream().mapToInt(Figure::width).max().orElseThrow(),
            figures.stream().mapToInt(Figure::height).sum());
  }

  @Override
  public void paint(Graphics2D g, int width, int height) {
    boolean stacked = isStacked(width, height);
    int length = stacked ? height : width;
    double all = figures.stream().mapToInt(figure -> along(figure, stacked)).sum();
    double done = 0;
    int from = 0;
    for (Figure figure : figures) {
      done += along(figure, stacked);
      int to = (int) (length * (done / all));
      Panel panel = (graphics, w, h) -> figure.size(w, h).paint(graphics);
      if (stacked) {
        panel.paintAt(g, 0, from, width, to - from);
      } else {
        panel.paintAt(g, from, 0, to - from, height);
      }
      from = to;
    }
  }

  private static int along(Figure figure, boolean stacked) {
    return stacked ? figure.height() : figure.width();
  }

  /** Whether figures are larger one below the other. */
  private boolean isStacked(double width, double height) {
    double widths = figures.stream().mapToInt(Figure::width).sum();
    double heights = figures.stream().mapToInt(Figure::height).sum();
    double widest = figures.stream().mapToInt(Figure::width).max().orElseThrow();
    double highest = figures.stream().mapToInt(Figure::height).max().orElseThrow();
    return Math.min(width / widest, height / heights) > Math.min(width / widths, height / highest);
  }
}
