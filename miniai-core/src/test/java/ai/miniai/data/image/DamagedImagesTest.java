package ai.miniai.data.image;

import static org.assertj.core.api.Assertions.assertThat;

import ai.miniai.data.Mutations;
import ai.miniai.data.transform.Images;
import com.google.common.primitives.Ints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Random;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is wrong with an image, it is read whole, or the error names the file. */
class DamagedImagesTest {
  private static final int FILES = 400;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "png",
        "jpg",
        "gif",
        "bmp",
        "cmyk-8x8.jpg",
        "ycck-8x8.jpg",
        "no-jfif-8x8.jpg",
        "offset-transparent-9x8.gif"
      })
  void namesADamagedImage(String what) throws IOException {
    byte[] whole = what.contains(".") ? fixture(what) : drawn(what);
    Path file = folder.resolve("x.png");
    Mutations mutations = new Mutations(what.hashCode());
    for (int i = 0; i < FILES; i++) {
      byte[] damaged = mutations.damage(whole);
      if (what.equals("png") && i % 2 == 0) {
        rightCheckSums(damaged);
      }
      Files.write(file, damaged);
      try {
        assertWhole(ImageFile.read(file, 1 + i % 2 * 2));
      } catch (UncheckedIOException e) {
        assertThat(e.getMessage()).startsWith("cannot read the image " + file + ": ");
      }
    }
  }

  private static void assertWhole(Images image) {
    assertThat(image.values()).hasSize(image.channels() * image.height() * image.width());
    for (float value : image.values()) {
      if (!(value >= 0 && value <= 1)) { // an assertion for each of a million would take its time
        assertThat(value).isBetween(0f, 1f);
      }
    }
  }

  private static byte[] drawn(String format) throws IOException {
    BufferedImage image = new BufferedImage(19, 13, BufferedImage.TYPE_3BYTE_BGR);
    Random random = new Random(1);
    for (int i = 0; i < 19 * 13; i++) {
      image.setRGB(i % 19, i / 19, random.nextInt());
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    assertThat(ImageIO.write(image, format, bytes)).isTrue();
    return bytes.toByteArray();
  }

  private static byte[] fixture(String name) throws IOException {
    try (InputStream in = DamagedImagesTest.class.getResourceAsStream(name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    }
  }

  /** So that the damage lies deeper than the check sums of a PNG. */
  private static void rightCheckSums(byte[] png) {
    int at = 8;
    while (at + 12 <= png.length) {
      int length = Ints.fromBytes(png[at], png[at + 1], png[at + 2], png[at + 3]);
      if (length < 0 || length > png.length - at - 12) {
        return;
      }
      CRC32 sum = new CRC32();
      sum.update(png, at + 4, length + 4);
      System.arraycopy(Ints.toByteArray((int) sum.getValue()), 0, png, at + 8 + length, 4);
      at += length + 12;
    }
  }
}
