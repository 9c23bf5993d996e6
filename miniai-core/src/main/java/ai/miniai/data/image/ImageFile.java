package ai.miniai.data.image;

import ai.miniai.data.transform.Images;
import com.google.common.primitives.Floats;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** Reads an image from a file. */
final class ImageFile {
  private static final float[] LUMA = {0.299f, 0.587f, 0.114f};

  private ImageFile() {}

  /** The image, with values in [0, 1] as they stand in the file, whatever its colour profile. */
  static Images read(Path file, int channels) {
    BufferedImage image = decode(file);
    float[] values = channels == 1 ? grey(image) : colours(image);
    return new Images(values, 1, channels, image.getHeight(), image.getWidth());
  }

  private static BufferedImage decode(Path file) {
    try {
      // Given a plain stream, ImageIO would write the bytes to a temporary file.
      ByteArrayInputStream bytes = new ByteArrayInputStream(Files.readAllBytes(file));
      BufferedImage image = ImageIO.read(new MemoryCacheImageInputStream(bytes));
      if (image != null) {
        return image;
      }
    } catch (IOException | RuntimeException e) { // readers throw both if a file is damaged
      throw failure(file, e.toString(), e instanceof IOException io ? io : new IOException(e));
    }
    String reason = "it is neither PNG, JPEG, GIF nor BMP, whatever its name says";
    throw failure(file, reason, new IOException(reason));
  }

  private static UncheckedIOException failure(Path file, String reason, IOException cause) {
    return new UncheckedIOException("cannot read the image " + file + ": " + reason, cause);
  }

  private static float[] grey(BufferedImage image) {
    if (isGrey(image)) {
      return band(image, 0);
    }
    float[] grey = new float[image.getHeight() * image.getWidth()];
    for (int c = 0; c < 3; c++) {
      float[] colour = band(image, c);
      for (int i = 0; i < grey.length; i++) {
        grey[i] += LUMA[c] * colour[i];
      }
    }
    return grey;
  }

  private static float[] colours(BufferedImage image) {
    if (isGrey(image)) {
      float[] grey = band(image, 0);
      return Floats.concat(grey, grey, grey);
    }
    return Floats.concat(band(image, 0), band(image, 1), band(image, 2));
  }

  private static boolean isPalette(BufferedImage image) {
    return image.getColorModel() instanceof IndexColorModel;
  }

  /** Whether there is one band, and perhaps one for transparency. */
  private static boolean isGrey(BufferedImage image) {
    return !isPalette(image) && image.getRaster().getNumBands() < 3;
  }

  /** Red, green or blue, or grey: getRGB would change its values, which it takes for linear. */
  private static float[] band(BufferedImage image, int band) {
    int height = image.getHeight();
    int width = image.getWidth();
    if (isPalette(image)) {
      int[] colours = image.getRGB(0, 0, width, height, null, 0, width);
      float[] values = new float[colours.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = (colours[i] >> (16 - 8 * band) & 0xff) / 255f;
      }
      return values;
    }
    Raster raster = image.getRaster();
    float[] values = raster.getSamples(0, 0, width, height, band, (float[]) null);
    float most = (1 << raster.getSampleModel().getSampleSize(band)) - 1;
    for (int i = 0; i < values.length; i++) {
      values[i] /= most;
    }
    return values;
  }
}
