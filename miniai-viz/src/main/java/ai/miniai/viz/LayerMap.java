package ai.miniai.viz;

import com.google.common.collect.ImmutableList;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * One number of many layers over time as colours: a row for each layer, with its name.
 *
 * @param title what the colours show
 * @param time of the columns
 * @param rows from top to bottom, at least one
 * @param scale what the colours stand for
 */
record LayerMap(String title, Timeline time, List<Row> rows, ColorScale scale) implements Panel {
  /**
   * One layer.
   *
   * @param name its name
   * @param values one number for each column, as on the scale; NaN for none
   * @param lost for the index of each column, whether the layer had NaN or infinities
   */
  record Row(String name, double[] values, IntPredicate lost) {}

  /** The width of the colour bar, whose numbers are longer than counts. */
  private static final int BAR = 58;

  /** The height of a colour bar that can be overlooked at a glance. */
  private static final int LONGEST_BAR = 240;

  private static final int LEAST = 70;
  private static final int AXIS = 36;

  /** The height at which all names can be read. */
  int naturalHeight() {
    int row = rows.size() <= 10 ? 20 : rows.size() <= 60 ? 14 : 12;
    return Math.max(LEAST, row * rows.size()) + AXIS;
  }

  @Override
  public void paint(Graphics2D g, int width, int height) {
    ImmutableList<String> names =
        rows.stream().map(Row::name).collect(ImmutableList.toImmutableList());
    Axes.rows(time.axis(), names, ImmutableList.of(this::paintRows, time.marks()))
        .paintAt(g, 0, 0, width - BAR, height);
  }

  private void paintRows(Graphics2D g, PlotArea area) {
    Rectangle2D bounds = area.bounds();
    Raster raster = Raster.of(time, (int) Math.round(Pixels.SCALE * bounds.getWidth()));
    BufferedImage image =
        new BufferedImage(raster.width(), rows.size(), BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < rows.size(); y++) {
      Row row = rows.get(y);
      double[] values = raster.choices(scale::worse, row.values());
      double[] lost = raster.choices(Math::max, lost(row));
      for (int x = 0; x < raster.width(); x++) {
        image.setRGB(x, y, lost[x] > 0 ? Palette.NOT_FINITE.getRGB() : scale.rgb(values[x]));
      }
    }
    Pixels.draw(g, image, bounds);
    double high = bounds.getHeight() / rows.size();
    for (int y = 0; y < rows.size(); y++) {
      TextGraphics.explain(
          g,
          new Rectangle2D.Double(0, bounds.getY() + y * high, bounds.getMaxX(), high),
          words(rows.get(y)));
    }
    Rectangle2D bar =
        new Rectangle2D.Double(
            bounds.getX(),
            bounds.getY(),
            bounds.getWidth(),
            Math.min(bounds.getHeight(), LONGEST_BAR));
    ColorBar.paint(g, bar, scale.colors(), scale.ticks());
  }

  private double[] lost(Row row) {
    double[] lost = new double[row.values().length];
    Arrays.setAll(lost, i -> row.lost().test(i) ? 1 : 0);
    return lost;
  }

  /** Text such as "0.0 Conv2d 1→8: 0.02 to 3, at the end 0.9". */
  private String words(Row row) {
    double[] known = Arrays.stream(row.values()).filter(value -> !Double.isNaN(value)).toArray();
    if (known.length == 0) {
      return row.name() + ": nothing recorded";
    }
    double[] sorted = known.clone();
    Arrays.sort(sorted);
    String least = scale.text(sorted[0]);
    String greatest = scale.text(sorted[sorted.length - 1]);
    return row.name()
        + ": "
        + least
        + " to "
        + greatest
        + ", at the end "
        + scale.text(known[known.length - 1]);
  }
}
