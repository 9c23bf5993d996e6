package ai.miniai.viz;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.Arrays;

/** Draws small images enlarged, with every pixel as a sharp rectangle. */
final class Pixels {
  /**
   * The number of image pixels per unit of a figure's size: sharp on current screens and in print.
   */
  static final int SCALE = 2;

  private Pixels() {}

  static void draw(Graphics2D g, BufferedImage image, Rectangle2D bounds) {
    BufferedImage large =
        enlarged(
            image,
            times(bounds.getWidth(), image.getWidth()),
            times(bounds.getHeight(), image.getHeight()));
    AffineTransform before = g.getTransform();
    g.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
    g.translate(bounds.getX(), bounds.getY());
    g.scale(bounds.getWidth() / large.getWidth(), bounds.getHeight() / large.getHeight());
    g.drawImage(large, 0, 0, null);
    g.setTransform(before);
  }

  private static int times(double room, int pixels) {
    return Math.max(1, (int) Math.ceil(SCALE * room / pixels));
  }

  /**
   * Enlarges the image itself, pixel by pixel: some SVG viewers smooth images that they enlarge,
   * whatever the file says.
   */
  private static BufferedImage enlarged(BufferedImage image, int across, int down) {
    BufferedImage large =
        new BufferedImage(
            across * image.getWidth(), down * image.getHeight(), BufferedImage.TYPE_INT_RGB);
    int[] small = new int[image.getWidth()];
    int[] wide = new int[large.getWidth()];
    for (int y = 0; y < image.getHeight(); y++) {
      image.getRGB(0, y, small.length, 1, small, 0, small.length);
      for (int x = 0; x < small.length; x++) {
        Arrays.fill(wide, x * across, (x + 1) * across, small[x]);
      }
      for (int copy = 0; copy < down; copy++) {
        large.getRaster().setDataElements(0, y * down + copy, wide.length, 1, wide);
      }
    }
    return large;
  }
}
