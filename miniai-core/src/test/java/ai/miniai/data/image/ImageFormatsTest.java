package ai.miniai.data.image;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.miniai.data.transform.Images;
import com.google.common.primitives.Bytes;
import com.google.common.primitives.Ints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The colours were printed by Pillow, after {@code exif_transpose} and {@code convert("RGB")}. */
class ImageFormatsTest {
  @TempDir Path folder;

  // ---------------------------------------------------------------- colours

  @ParameterizedTest
  @CsvSource({
    "cmyk-8x8.jpg, 200, 30, 60",
    "ycck-8x8.jpg, 255, 150, 67",
    "rgb-ids-8x8.jpg, 60, 200, 30",
    "no-jfif-8x8.jpg, 60, 200, 31"
  })
  void findsTheColoursOfAJpeg(String name, int red, int green, int blue) throws IOException {
    Images image = ImageFile.read(fixture(name), 3);
    assertThat(image.height()).isEqualTo(8);
    assertThat(image.width()).isEqualTo(8);
    assertThat(new float[] {image.values()[0], image.values()[64], image.values()[128]})
        .containsExactly(new float[] {red / 255f, green / 255f, blue / 255f}, within(0.006f));
  }

  @ParameterizedTest
  @CsvSource({
    "offset-9x8.gif, 191, 255, 128, 32, 85, 128",
    "offset-transparent-9x8.gif, 32, 170, 128, 32, 85, 128"
  })
  void putsTheFirstPictureOfAGifOnItsScreen(
      String name, int red, int green, int blue, int insideRed, int insideGreen, int insideBlue)
      throws IOException {
    Images image = ImageFile.read(fixture(name), 3);
    assertThat(image.height()).isEqualTo(8);
    assertThat(image.width()).isEqualTo(9);
    assertColour(image, 0, 0, red, green, blue);
    assertColour(image, 4, 3, insideRed, insideGreen, insideBlue);
  }

  private static void assertColour(Images image, int y, int x, int red, int green, int blue) {
    int area = image.height() * image.width();
    int at = y * image.width() + x;
    float[] v = image.values();
    assertThat(new float[] {v[at], v[area + at], v[2 * area + at]})
        .containsExactly(red / 255f, green / 255f, blue / 255f);
  }

  private Path fixture(String name) throws IOException {
    try (InputStream in = ImageFormatsTest.class.getResourceAsStream(name)) {
      return Files.write(folder.resolve(name), Objects.requireNonNull(in, name).readAllBytes());
    }
  }

  // ---------------------------------------------------------------- orientation

  /** The picture is 1 2 3 above 4 5 6; the rows were printed by Pillow. */
  @ParameterizedTest
  @CsvSource({
    "0, 123 456",
    "1, 123 456",
    "2, 321 654",
    "3, 654 321",
    "4, 456 123",
    "5, 14 25 36",
    "6, 41 52 63",
    "7, 63 52 41",
    "8, 36 25 14",
    "9, 123 456"
  })
  void turnsAPhotographUpright(int orientation, String rows) throws IOException {
    for (boolean little : new boolean[] {false, true}) {
      byte[] png = png(3, 1, 2, 3, 4, 5, 6);
      Path file = folder.resolve("x.png");
      Files.write(file, withChunk(png, "eXIf", exif(orientation, little)));
      // WHEN
      Images image = ImageFile.read(file, 1);
      // THEN
      String[] expected = rows.split(" ");
      assertThat(image.height()).isEqualTo(expected.length);
      assertThat(image.width()).isEqualTo(expected[0].length());
      assertThat(digits(image.values())).isEqualTo(String.join("", expected));
    }
  }

  @Test
  void readsTheOrientationOfAJpeg() throws IOException {
    // GIVEN the left half black, the right half white, to be turned by 90° clockwise
    BufferedImage halves = new BufferedImage(32, 16, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < 256; i++) {
      halves.getRaster().setSample(16 + i % 16, i / 16, 0, 255);
    }
    byte[] jpeg = encode(halves, "jpg");
    byte[] exif = Bytes.concat("Exif\0\0".getBytes(US_ASCII), exif(6, true));
    int length = exif.length + 2;
    byte[] segment =
        Bytes.concat(
            new byte[] {(byte) 0xff, (byte) 0xe1, (byte) (length >> 8), (byte) length}, exif);
    Path file = folder.resolve("x.JPG");
    Files.write(
        file,
        Bytes.concat(Arrays.copyOf(jpeg, 2), segment, Arrays.copyOfRange(jpeg, 2, jpeg.length)));
    // WHEN
    Images image = ImageFile.read(file, 1);
    // THEN black is above white
    assertThat(image.height()).isEqualTo(32);
    assertThat(image.width()).isEqualTo(16);
    assertThat(image.values()[5 * 16 + 8]).isLessThan(0.02f);
    assertThat(image.values()[26 * 16 + 8]).isGreaterThan(0.98f);
  }

  @Test
  void readsAPictureWhoseExifDataAreDamaged() throws IOException {
    Path file = folder.resolve("x.png");
    byte[] exif = Arrays.copyOf(exif(6, false), 15);
    Files.write(file, withChunk(png(3, 1, 2, 3), "eXIf", exif));
    assertThat(digits(ImageFile.read(file, 1).values())).isEqualTo("123");
  }

  private static String digits(float... values) {
    StringBuilder digits = new StringBuilder();
    for (float value : values) {
      digits.append(Math.round(value * 255));
    }
    return digits.toString();
  }

  private static byte[] exif(int orientation, boolean little) {
    byte[] big = {
      'M', 'M', 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte) orientation, 0, 0
    };
    byte[] small = {
      'I', 'I', 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, (byte) orientation, 0, 0, 0
    };
    return little ? small : big;
  }

  private static byte[] png(int width, int... values) throws IOException {
    BufferedImage grey =
        new BufferedImage(width, values.length / width, BufferedImage.TYPE_BYTE_GRAY);
    grey.getRaster().setSamples(0, 0, width, grey.getHeight(), 0, values);
    return encode(grey, "png");
  }

  private static byte[] encode(BufferedImage image, String format) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    assertThat(ImageIO.write(image, format, bytes)).isTrue();
    return bytes.toByteArray();
  }

  /** A PNG with a chunk after its header. */
  private static byte[] withChunk(byte[] png, String type, byte[] data) {
    byte[] named = Bytes.concat(type.getBytes(US_ASCII), data);
    CRC32 sum = new CRC32();
    sum.update(named);
    return Bytes.concat(
        Arrays.copyOf(png, 33),
        Ints.toByteArray(data.length),
        named,
        Ints.toByteArray((int) sum.getValue()),
        Arrays.copyOfRange(png, 33, png.length));
  }

  // ---------------------------------------------------------------- what is refused

  @Test
  void goesByTheContentNotByTheName() throws IOException {
    Path file = Files.write(folder.resolve("x.jpg"), png(3, 1, 2, 3));
    assertThat(digits(ImageFile.read(file, 1).values())).isEqualTo("123");
  }

  @ParameterizedTest
  @CsvSource({
    "'II*\0', it is a TIFF file",
    "RIFF....WEBP, it is a WebP file",
    "P6 1 1 255, it is a PPM file",
    "'', it is empty",
    "'\0\0\1\1\0', 'it is neither PNG, JPEG, GIF nor BMP'"
  })
  void saysWhatIsNotRead(String content, String reason) throws IOException {
    Path file = Files.writeString(folder.resolve("x.png"), content);
    assertRefused(file, reason);
  }

  @Test
  void refusesALargeImageBeforeItTakesMemory() throws IOException {
    byte[] png = png(3, 1, 2, 3);
    System.arraycopy(Ints.toByteArray(60_000), 0, png, 16, 4);
    System.arraycopy(Ints.toByteArray(60_000), 0, png, 20, 4);
    Path file = Files.write(folder.resolve("x.png"), png);
    assertRefused(
        file,
        "its header says 60000 × 60000 (height × width), more than the 178,956,970 pixels that are"
            + " read");
  }

  @Test
  void refusesAnImageThatItsBytesCannotHold() throws IOException {
    byte[] png = png(3, 1, 2, 3);
    System.arraycopy(Ints.toByteArray(10_000), 0, png, 16, 4);
    System.arraycopy(Ints.toByteArray(10_000), 0, png, 20, 4);
    Path file = Files.write(folder.resolve("x.png"), png);
    assertRefused(file, "it is cut short or damaged: its header says 10000 × 10000");
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpg", "gif", "bmp"})
  void refusesAFileThatIsCutShortAnywhere(String format) throws IOException {
    BufferedImage image = new BufferedImage(9, 7, BufferedImage.TYPE_3BYTE_BGR);
    image.setRGB(4, 3, 0x336699);
    byte[] whole = encode(image, format);
    Path file = folder.resolve("x." + format);
    int end = format.equals("gif") ? whole.length - 1 : whole.length; // less its last mark
    for (int length = 0; length < end; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertRefused(file, "it is ");
    }
  }

  private static void assertRefused(Path file, String reason) {
    assertThatThrownBy(() -> ImageFile.read(file, 3))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageStartingWith("cannot read the image %s: %s", file, reason);
  }
}
