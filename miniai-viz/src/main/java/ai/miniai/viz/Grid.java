package ai.miniai.viz;

import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Panels in rows and columns, in reading order, each with a heading.
 *
 * @param cells at least one
 * @param cellAspect the preferred width of a cell divided by its height
 */
record Grid(List<Cell> cells, double cellAspect) implements Panel {
  /**
   * A panel with a heading.
   *
   * @param title at the left; if it is too long, only its end is shown
   * @param remark at the right, small; if it is too long, only its start is shown
   * @param panel below the heading
   */
  record Cell(String title, String remark, Panel panel) {
    /**
     * Whether title and remark fit into one line; the title may be shortened, but not to make room
     * for the remark.
     */
    boolean fits(double room) {
      return remark.isEmpty()
          || Lettering.HEADING.width(title) + GAP + Lettering.TICK.width(remark) <= room;
    }

    private void paintHeading(Graphics2D g, int left, int right, int top, int height) {
      double room = right - left;
      g.setColor(Palette.SOFT_INK);
      String small = Lettering.TICK.fitStart(remark, room);
      Lettering.TICK.draw(g, small, right, top + height - BASELINE, Lettering.Anchor.RIGHT);
      g.setColor(Palette.INK);
      String shown = Lettering.HEADING.fit(title, room);
      Lettering.HEADING.draw(g, shown, left, top + HEADING - BASELINE, Lettering.Anchor.LEFT);
      Rectangle2D area = new Rectangle2D.Double(left, top, room, height);
      TextGraphics.explain(g, area, LayerGrid.joined(title, remark));
    }
  }

  static final int HEADING = 18;
  static final int GAP = 8;
  private static final int BASELINE = 5;

  /** The height of a heading with the remark in a line of its own. */
  private static final int TALL = 31;

  private static final double GRID_ASPECT = 1.6;

  /** The penalty for empty cells: how much worse a grid counts if all of its cells are empty. */
  private static final double EMPTINESS = 5;

  /** This grid as a figure with cells of about this width. */
  Figure figure(String title, int cellWidth, Function<Panel, Sheet> frame) {
    int columns = columns(GRID_ASPECT);
    int rows = rows(columns);
    int height = (int) Math.round(rows * cellWidth / cellAspect);
    return frame.apply(this).figure(title, columns * cellWidth, height);
  }

  /**
   * The number of columns that gives the best shape of cells in an area of this width divided by
   * height.
   */
  int columns(double aspect) {
    return IntStream.rangeClosed(1, cells.size())
        .boxed()
        .min(Comparator.comparingDouble(columns -> misfit(columns, aspect)))
        .orElseThrow();
  }

  private double misfit(int columns, double aspect) {
    int places = rows(columns) * columns;
    double empty = (double) (places - cells.size()) / places;
    double shape = aspect * rows(columns) / columns / cellAspect;
    return Math.abs(Math.log(shape)) + EMPTINESS * empty;
  }

  private int rows(int columns) {
    return (cells.size() + columns - 1) / columns;
  }

  @Override
  public void paint(Graphics2D g, int width, int height) {
    int columns = columns((double) width / height);
    int rows = rows(columns);
    int wide = width / columns;
    int tall = height / rows;
    int heading = heading(wide - GAP);
    if (wide <= GAP || tall <= GAP + heading) {
      return;
    }
    for (int i = 0; i < cells.size(); i++) {
      int left = i % columns * wide;
      int right = left + wide - GAP;
      int top = i / columns * tall;
      int bottom = top + tall - GAP;
      cells.get(i).paintHeading(g, left, right, top, heading);
      cells.get(i).panel().paintAt(g, left, top + heading, right - left, bottom - top - heading);
    }
  }

  private int heading(int room) {
    if (cells.stream().allMatch(cell -> cell.title().isEmpty() && cell.remark().isEmpty())) {
      return 0;
    }
    return cells.stream().allMatch(cell -> cell.fits(room)) ? HEADING : TALL;
  }
}
