package ai.miniai.viz;

import java.awt.Graphics2D;
import java.util.List;

/** Figures side by side, each with its title. */
record Beside(List<Figure> figures) implements Panel {
  /** The combined figure, as wide as all of them together and as high as the highest. */
  Figure figure() {
    int width = figures.stream().mapToInt(Figure::width).sum();
    int height = figures.stream().mapToInt(Figure::height).max().orElseThrow();
    return Figure.of(this, "", width, height);
  }

  @Override
  public void paint(Graphics2D g, int width, int height) {
    double all = figures.stream().mapToInt(Figure::width).sum();
    double left = 0;
    for (Figure figure : figures) {
      double right = left + width * (figure.width() / all);
      int wide = (int) right - (int) left;
      Panel panel = (graphics, w, h) -> figure.size(w, h).paint(graphics);
      panel.paintAt(g, (int) left, 0, wide, height);
      left = right;
    }
  }
}
