package ai.miniai.viz;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PngTest {
  private static BufferedImage read(byte[] png) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(png));
  }

  private static int[] pixels(BufferedImage image) {
    return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
  }

  /** An image of random colours, each of which appears. */
  private static BufferedImage image(int width, int height, int colors, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int[] palette = random.ints(colors, 0, 1 << 24).toArray();
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < width * height; i++) {
      int color = i < colors ? i : random.nextInt(colors);
      image.setRGB(i % width, i / width, palette[color]);
    }
    return image;
  }

  @Property(tries = 200)
  void everyReaderSeesTheSamePixels(
      @ForAll @IntRange(min = 1, max = 40) int width,
      @ForAll @IntRange(min = 1, max = 40) int height,
      @ForAll @IntRange(min = 1, max = 600) int colors,
      @ForAll long seed)
      throws IOException {
    BufferedImage image = image(width, height, colors, seed);
    assertThat(pixels(read(Png.of(image)))).isEqualTo(pixels(image));
  }

  @Test
  void upTo256ColoursBecomeAPalette() throws IOException {
    assertThat(read(Png.of(image(30, 30, 256, 1))).getColorModel())
        .isInstanceOf(IndexColorModel.class);
    assertThat(read(Png.of(image(30, 30, 257, 1))).getColorModel())
        .isNotInstanceOf(IndexColorModel.class);
  }

  @Test
  void aDrawingIsMuchSmallerThanFromJavasWriter() throws IOException {
    BufferedImage drawing = new BufferedImage(1200, 800, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = drawing.createGraphics();
    for (int x = 0; x < 300; x++) {
      g.setColor(Color.getHSBColor(x / 300f, 0.6f, 0.4f + (x * 37 % 100) / 200f));
      g.fillRect(4 * x, x % 7 * 50, 4, 800);
    }
    g.dispose();
    ByteArrayOutputStream javas = new ByteArrayOutputStream();
    ImageIO.write(drawing, "png", javas);
    assertThat(Png.of(drawing)).hasSizeLessThan(javas.size() / 2);
  }
}
