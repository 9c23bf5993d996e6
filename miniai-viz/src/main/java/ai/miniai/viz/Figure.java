package ai.miniai.viz;

import static com.google.common.base.Preconditions.checkArgument;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A picture that can be saved or shown. It is immutable: {@link #size} and {@link #title} return a
 * new figure.
 *
 * <pre>{@code
 * Plots.colorDim(stats).title("lr 0.6").save(Path.of("color-dim.png"));
 * }</pre>
 *
 * <p>Drawing needs no display, but it needs fonts. On a machine without fonts, an {@link
 * IllegalStateException} says what to install.
 */
public final class Figure {
  private static final int MOST = 10_000;
  private static final int MARGIN = 10;
  private static final int HEADER = 28;

  /** A second line of the title takes this much from the panel. */
  private static final int LINE = 20;

  private static final int MOST_LINES = 2;

  private final Panel panel;
  private final String title;
  private final int width;
  private final int height;

  private Figure(Panel panel, String title, int width, int height) {
    this.panel = panel;
    this.title = title;
    this.width = width;
    this.height = height;
  }

  /** A figure whose panel initially has this size; title and margins are added. */
  static Figure of(Panel panel, String title, int width, int height) {
    int header = title.isEmpty() ? 0 : HEADER;
    return new Figure(panel, title, width + 2 * MARGIN, height + 2 * MARGIN + header);
  }

  /**
   * This figure with another size. An image has twice as many pixels in each direction.
   *
   * @param width from 1 to 10,000
   * @param height from 1 to 10,000
   */
  public Figure size(int width, int height) {
    checkArgument(
        width > 0 && height > 0 && width <= MOST && height <= MOST,
        "the size of a figure is from 1 × 1 to %s × %s, not %s × %s",
        MOST,
        MOST,
        width,
        height);
    return new Figure(panel, title, width, height);
  }

  /** This figure with another title, of at most two lines; without title if it is empty. */
  public Figure title(String title) {
    return new Figure(panel, title, width, height);
  }

  /** The width, see {@link #size}. */
  public int width() {
    return width;
  }

  /** The height, see {@link #size}. */
  public int height() {
    return height;
  }

  /** The picture as pixels, twice {@link #width} by twice {@link #height}. */
  public BufferedImage image() {
    Screen.requireFonts();
    BufferedImage image =
        new BufferedImage(Pixels.SCALE * width, Pixels.SCALE * height, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, image.getWidth(), image.getHeight()); // smoothed, it takes much longer
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    g.scale(Pixels.SCALE, Pixels.SCALE);
    paintContent(g);
    g.dispose();
    return image;
  }

  /** The bytes of a PNG file with {@link #image}. */
  public byte[] png() {
    return Png.of(image());
  }

  /**
   * Writes the picture to a file: as PNG if the name ends in {@code .png}, as SVG if it ends in
   * {@code .svg}. Missing folders are created. The file is written atomically: if writing fails, an
   * existing file is unchanged.
   *
   * @return this
   * @throws IllegalArgumentException if the name ends otherwise
   * @throws UncheckedIOException if the file cannot be written
   */
  public Figure save(Path file) {
    PictureFile.of(file).write(this);
    return this;
  }

  /**
   * Opens a window with the picture; the program continues. Closing the window does not end the
   * program. In a notebook (module miniai-notebook) the picture is shown below the cell instead.
   *
   * @throws IllegalStateException if there is no display
   */
  public void show() {
    Display.show(this, title.isEmpty() ? "miniai" : title);
  }

  /** Draws the figure from (0, 0) to (width, height). */
  void paint(Graphics2D g) {
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, width, height);
    paintContent(g);
  }

  private void paintContent(Graphics2D g) {
    int top = MARGIN;
    List<String> lines = Lettering.TITLE.lines(title, width - 2.0 * MARGIN, MOST_LINES);
    g.setColor(Palette.INK);
    for (int i = 0; i < lines.size(); i++) {
      Lettering.TITLE.draw(g, lines.get(i), width / 2.0, top + 14, Lettering.Anchor.MIDDLE);
      top += i == 0 ? HEADER : LINE;
    }
    panel.paintAt(g, MARGIN, top, width - 2 * MARGIN, height - top - MARGIN);
  }
}
