package ai.miniai.viz;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;

/** Small images drawn large, with every pixel a sharp rectangle. */
final class Pixels {
  /**
   * Pixels of an image for each pixel of a figure's size: sharp on today's screens and in print.
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
   * Each pixel becomes a rectangle of pixels: some viewers of SVG smooth an image that they
   * enlarge, whatever it says.
   */
  private static BufferedImage enlarged(BufferedImage image, int across, int down) {
    BufferedImage large =
        new BufferedImage(
            across * image.getWidth(), down * image.getHeight(), BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < large.getHeight(); y++) {
      for (int x = 0; x < large.getWidth(); x++) {
        large.setRGB(x, y, image.getRGB(x / across, y / down));
      }
    }
    return large;
  }
}
