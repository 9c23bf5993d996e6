package ai.miniai.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.miniai.data.Batch;
import ai.miniai.data.DataLoader;
import ai.miniai.data.Sample;
import ai.miniai.tensor.HostArray;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageFolderTest {
  private static final int RED = 0xff0000;
  private static final int TEAL = 0x336699;

  @TempDir Path root;

  private void writeAs(String file, int type, int width, int... colours) throws IOException {
    BufferedImage image = new BufferedImage(width, colours.length / width, type);
    image.setRGB(0, 0, width, image.getHeight(), colours, 0, width);
    save(file, image);
  }

  private void save(String file, BufferedImage image) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    String format = file.substring(file.lastIndexOf('.') + 1);
    assertThat(ImageIO.write(image, format, path.toFile())).isTrue();
  }

  private void write(String file, int... colours) throws IOException {
    writeAs(file, BufferedImage.TYPE_INT_RGB, colours.length, colours);
  }

  private static float[] values(Sample sample) {
    return ((HostArray.Floats) sample.arrays().get(0)).values();
  }

  private float[] first() {
    return values(ImageFolder.of(root).get(0));
  }

  // ---------------------------------------------------------------- what is found

  @Test
  void numbersClassesAndFilesByName() throws IOException {
    // GIVEN
    write("dog/b.png", RED);
    write("dog/a.BMP", RED);
    write("dog/aa/0.png", RED);
    write("cat/x.png", RED);
    Files.writeString(root.resolve("cat/notes.txt"), "no image");
    // WHEN
    ImageFolder images = ImageFolder.of(root);
    // THEN
    assertThat(images.classes()).containsExactly("cat", "dog");
    assertThat(IntStream.range(0, images.size()).mapToObj(images::file).map(root::relativize))
        .containsExactly(
            Path.of("cat/x.png"),
            Path.of("dog/a.BMP"),
            Path.of("dog/b.png"),
            Path.of("dog/aa/0.png"));
    assertThat(IntStream.range(0, 4).mapToObj(i -> images.get(i).arrays().get(1)))
        .containsExactly(label(0), label(1), label(1), label(1));
  }

  private static HostArray label(long label) {
    return new HostArray.Longs(new long[] {label});
  }

  @Test
  void saysThatAFolderHasNoClasses() {
    assertThatThrownBy(() -> ImageFolder.of(root))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected a folder for each class in %s, found none", root);
  }

  @Test
  void saysThatThereIsNoFolder() {
    assertThatThrownBy(() -> ImageFolder.of(root.resolve("none")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith("but %s is none", root.resolve("none"));
  }

  @Test
  void saysWhichClassHasNoImages() throws IOException {
    // GIVEN
    write("cat/x.png", RED);
    Path empty = Files.createDirectories(root.resolve("dog"));
    // WHEN, THEN
    assertThatThrownBy(() -> ImageFolder.of(root))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "expected images of a class in the folder %s, found no file that ends in [.png", empty);
  }

  // ---------------------------------------------------------------- what is read

  @ParameterizedTest
  @ValueSource(strings = {"x.png", "x.bmp", "x.gif"})
  void readsColoursExactly(String name) throws IOException {
    write("cat/" + name, RED, TEAL);
    assertThat(first()).containsExactly(1, 0.2f, 0, 0.4f, 0, 0.6f);
  }

  @Test
  void readsJpegNearly() throws IOException {
    int[] colours = new int[64];
    Arrays.fill(colours, TEAL);
    writeAs("cat/x.jpg", BufferedImage.TYPE_INT_RGB, 8, colours);
    float[] values = first();
    assertThat(new float[] {values[0], values[64], values[128]})
        .containsExactly(new float[] {0.2f, 0.4f, 0.6f}, within(0.02f));
  }

  @Test
  void readsGreyValuesAsTheyStandInTheFile() throws IOException {
    // GIVEN
    BufferedImage grey = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_GRAY);
    grey.getRaster().setSample(0, 0, 0, 51);
    grey.getRaster().setSample(1, 0, 0, 102);
    save("cat/x.png", grey);
    // WHEN, THEN
    assertThat(first()).containsExactly(0.2f, 0.4f, 0.2f, 0.4f, 0.2f, 0.4f);
    assertThat(values(ImageFolder.of(root).channels(1).get(0))).containsExactly(0.2f, 0.4f);
  }

  @Test
  void readsSixteenBits() throws IOException {
    // GIVEN
    BufferedImage grey = new BufferedImage(1, 1, BufferedImage.TYPE_USHORT_GRAY);
    grey.getRaster().setSample(0, 0, 0, 13107);
    save("cat/x.png", grey);
    // WHEN, THEN
    assertThat(first()).containsExactly(0.2f, 0.2f, 0.2f);
  }

  @Test
  void makesColoursGrey() throws IOException {
    write("cat/x.png", RED, TEAL);
    assertThat(values(ImageFolder.of(root).channels(1).get(0)))
        .containsExactly(new float[] {0.299f, 0.363f}, within(1e-6f));
  }

  @Test
  void leavesOutTransparency() throws IOException {
    writeAs("cat/x.png", BufferedImage.TYPE_INT_ARGB, 1, TEAL);
    assertThat(first()).containsExactly(0.2f, 0.4f, 0.6f);
  }

  @Test
  void readsBlackAndWhite() throws IOException {
    writeAs("cat/x.png", BufferedImage.TYPE_BYTE_BINARY, 2, 0xffffff, 0);
    assertThat(values(ImageFolder.of(root).channels(1).get(0)))
        .containsExactly(new float[] {1, 0}, within(1e-6f));
  }

  @Test
  void namesTheFileThatIsDamaged() throws IOException {
    // GIVEN
    write("cat/x.png", RED, TEAL);
    Path file = root.resolve("cat/x.png");
    Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 40));
    // WHEN, THEN
    assertThatThrownBy(this::first)
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageStartingWith("cannot read the image %s: ", file);
  }

  @Test
  void namesTheFileThatIsNoImage() throws IOException {
    // GIVEN
    Path file = Files.createDirectories(root.resolve("cat")).resolve("x.png");
    Files.writeString(file, "no image");
    // WHEN, THEN
    assertThatThrownBy(this::first)
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage(
            "cannot read the image %s: it is neither PNG, JPEG, GIF nor BMP, whatever its name says",
            file);
  }

  // ---------------------------------------------------------------- sizes and batches

  @Test
  void namesTheImageThatHasAnotherSize() throws IOException {
    // GIVEN
    write("cat/a.png", RED, RED);
    write("cat/b.png", RED);
    // WHEN, THEN
    assertThatThrownBy(() -> ImageFolder.of(root).get(1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "expected all images to be as large as the first, 1 × 2 (%s), but %s is 1 × 1: use"
                + " resize(height, width)",
            root.resolve("cat/a.png"), root.resolve("cat/b.png"));
  }

  @Test
  void givesBatchesOfImagesOfOneSize() throws IOException {
    // GIVEN
    write("cat/a.png", RED, RED);
    write("dog/b.png", RED);
    // WHEN
    Batch batch = DataLoader.of(ImageFolder.of(root).resize(3, 4), 2).iterate().next();
    // THEN
    assertThat(batch.x().shape()).containsExactly(2, 3, 3, 4);
    assertThat(batch.x().mean(0, 2, 3).toDoubles()).containsExactly(1, 0, 0);
    assertThat(batch.y().toDoubles()).containsExactly(0, 1);
  }

  @Test
  void hasOneChannelOrThree() throws IOException {
    write("cat/a.png", RED);
    assertThatThrownBy(() -> ImageFolder.of(root).channels(2))
        .hasMessage("images have 1 channel or 3, not 2");
  }
}
