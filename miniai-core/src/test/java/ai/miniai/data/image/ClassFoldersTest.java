package ai.miniai.data.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.miniai.tensor.HostArray;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassFoldersTest {
  /** Python's {@code sorted} of these names. */
  private static final List<String> SORTED =
      List.of(
          "1", "10", "2", "A", "Z", "_", "a", "cafe\u0301", "caf\u00e9", "\ufb00", "\ud83d\ude00");

  @TempDir Path root;

  private void write(String... files) throws IOException {
    for (String file : files) {
      Path path = root.resolve(file);
      Files.createDirectories(path.getParent());
      ImageIO.write(new BufferedImage(1, 1, BufferedImage.TYPE_BYTE_GRAY), "png", path.toFile());
    }
  }

  private List<String> found() {
    return ClassFolders.below(root).files().stream()
        .map(file -> root.relativize(file).toString())
        .toList();
  }

  // ---------------------------------------------------------------- what is data

  @Test
  void leavesOutWhatIsHidden() throws IOException {
    write("a/x.png", "b/y.png", ".ipynb_checkpoints/x.png", "__MACOSX/z.png", "$RECYCLE.BIN/w.png");
    write("a/._x.png", "a/.ipynb_checkpoints/x-checkpoint.png", "a/@eaDir/x.png", "b/.hidden.jpg");
    Files.writeString(root.resolve("a/Thumbs.db"), "");
    Files.writeString(root.resolve("desktop.ini"), "");
    assertThat(ClassFolders.below(root).classes()).containsExactly("a", "b");
    assertThat(found()).containsExactly("a/x.png", "b/y.png");
  }

  @Test
  void readsAFolderThatLiesInAHiddenOne() throws IOException {
    write(".data/pets/cat/x.png");
    assertThat(ClassFolders.below(root.resolve(".data/pets")).classes()).containsExactly("cat");
  }

  @Test
  void refusesAClassOfHiddenFilesOnly() throws IOException {
    write("a/x.png", "b/._y.png");
    assertRefused("expected images of a class in the folder " + root.resolve("b"));
  }

  @Test
  void refusesToLeaveOutImagesOfOtherFormats() throws IOException {
    write("a/x.png", "a/y.png");
    Files.writeString(root.resolve("a/z.WEBP"), "");
    assertRefused(root.resolve("a/z.WEBP") + " is in a format that is not read: convert it to PNG");
  }

  @Test
  void findsEndingsInCapitals() throws IOException {
    write("a/x.JPG", "a/y.Jpeg", "a/z.PNG");
    assertThat(found()).containsExactly("a/x.JPG", "a/y.Jpeg", "a/z.PNG");
  }

  // ---------------------------------------------------------------- links

  @Test
  void followsLinks() throws IOException {
    write("a/x.png");
    Files.createSymbolicLink(root.resolve("b"), root.resolve("a"));
    Files.createSymbolicLink(root.resolve("a/y.png"), root.resolve("a/x.png"));
    assertThat(found()).containsExactly("a/x.png", "a/y.png", "b/x.png", "b/y.png");
  }

  @Test
  void refusesALinkThatLeadsBack() throws IOException {
    write("a/b/x.png");
    Path loop = Files.createSymbolicLink(root.resolve("a/b/loop"), root.resolve("a"));
    assertRefused("the folder " + loop + " is a link to " + root.resolve("a").toRealPath());
  }

  @Test
  void refusesALinkThatLeadsNowhere() throws IOException {
    write("a/x.png");
    Path broken = Files.createSymbolicLink(root.resolve("a/y.png"), root.resolve("gone.png"));
    assertRefused(broken + " is a link to a file that is not there");
  }

  private void assertRefused(String message) {
    assertThatThrownBy(() -> ImageFolder.of(root))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(message);
  }

  // ---------------------------------------------------------------- names

  @Test
  void ordersNamesAsPythonDoes() {
    assertThat(Stream.of(SORTED, SORTED).flatMap(List::stream).distinct().sorted(FileName.ORDER))
        .containsExactlyElementsOf(SORTED);
  }

  @Test
  void keepsDifferentNamesDifferentWhateverTheirBytes() {
    byte[] latin = {'c', 'a', 'f', (byte) 0xe9};
    assertThat(FileName.decoded("狗\ufffd😀é".getBytes(UTF_8))).isEqualTo("狗\ufffd😀é");
    assertThat(FileName.decoded(latin)).isEqualTo("caf\udce9");
    assertThat(FileName.decoded((byte) 0xe7, (byte) 0x8b)).isEqualTo("\udce7\udc8b");
  }

  /** 狗, 猫 and a name that is no UTF-8, made in one order and in the other. */
  @Test
  void doesNotDependOnTheLocaleNorOnTheOrderInWhichFoldersWereMade() throws Exception {
    write("x.png");
    String dog = "\\347\\213\\227";
    String cat = "\\347\\214\\253";
    String latin = "caf\\351";
    makeClasses("train", dog, cat, latin);
    makeClasses("valid", latin, cat, dog);
    for (String locale : new String[] {"C", "C.UTF-8"}) {
      String expected = "classes [63 61 66 dce9, 72d7, 732b] labels [0, 1, 2] dirs ";
      assertThat(listed(locale, "train")).isEqualTo(expected + "[63 61 66 dce9, 72d7, 732b]");
      assertThat(listed(locale, "valid")).isEqualTo(expected + "[63 61 66 dce9, 72d7, 732b]");
    }
  }

  private void makeClasses(String part, String... names) throws Exception {
    for (String name : names) {
      String folder = "\"" + part + "/$(printf '" + name + "')\"";
      run("C", "sh", "-c", "mkdir -p " + folder + " && cp x.png " + folder);
    }
  }

  private String listed(String locale, String part) throws Exception {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return run(locale, java, "-cp", classPath, Listing.class.getName(), part).trim();
  }

  private String run(String locale, String... command) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(root.toFile()).redirectErrorStream(true);
    builder.environment().put("LC_ALL", locale);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }

  /** The program of a user: prints in ASCII what it finds. */
  static final class Listing {
    private Listing() {}

    public static void main(String... args) {
      ImageFolder images = ImageFolder.of(Path.of(args[0]));
      System.out.println(
          "classes %s labels %s dirs %s"
              .formatted(
                  images.classes().stream().map(Listing::hex).toList(),
                  IntStream.range(0, images.size())
                      .mapToObj(i -> ((HostArray.Longs) images.get(i).arrays().get(1)).values()[0])
                      .toList(),
                  IntStream.range(0, images.size())
                      .mapToObj(i -> hex(FileName.of(images.file(i).getParent())))
                      .toList()));
    }

    private static String hex(String text) {
      return text.codePoints()
          .mapToObj(c -> Integer.toHexString(c).toLowerCase(Locale.ROOT))
          .collect(Collectors.joining(" "));
    }
  }
}
