package ai.miniai.viz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class PictureFileTest {
  private final Figure figure = Plots.colorDim(Recordings.of(2, 3));

  @TempDir private Path folder;

  @Test
  void writesAPngOfTwiceTheSize() throws IOException {
    figure.size(300, 200).save(folder.resolve("a.png"));
    BufferedImage image = read(folder.resolve("a.png"));
    assertThat(image.getWidth()).isEqualTo(600);
    assertThat(image.getHeight()).isEqualTo(400);
  }

  @Test
  void writesAnSvgWithAnImageForEachPanelAndItsColours() throws Exception {
    figure.save(folder.resolve("a.svg"));
    Document svg = parse(folder.resolve("a.svg"));
    assertThat(svg.getDocumentElement().getTagName()).isEqualTo("svg");
    assertThat(svg.getDocumentElement().getAttribute("width")).isEqualTo(figure.width() + "px");
    assertThat(svg.getElementsByTagName("image").getLength()).isEqualTo(4);
  }

  @Test
  void asksViewersOfAnSvgNotToSmooth() throws Exception {
    figure.save(folder.resolve("a.svg"));
    Element image = (Element) parse(folder.resolve("a.svg")).getElementsByTagName("image").item(0);
    assertThat(image.getAttribute("style")).contains("image-rendering:pixelated");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.PNG", "a.b.Png", ".png"})
  void readsTheFormatFromTheEndOfTheName(String name) throws IOException {
    figure.save(folder.resolve(name));
    assertThat(read(folder.resolve(name)).getWidth()).isEqualTo(2 * figure.width());
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.jpg", "a", "png", "a.png.txt"})
  void saysWhichFormatsThereAre(String name) {
    assertThatThrownBy(() -> figure.save(folder.resolve(name)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(".png or .svg")
        .hasMessageContaining(name);
    assertThat(files(folder)).isEmpty();
  }

  @Test
  void makesFoldersThatAreMissing() {
    figure.save(folder.resolve("runs/7/a.png"));
    assertThat(folder.resolve("runs/7/a.png")).exists();
  }

  @Test
  void followsALinkToAFolder() throws IOException {
    Path link =
        Files.createSymbolicLink(
            folder.resolve("link"), Files.createDirectory(folder.resolve("real")));
    figure.save(link.resolve("a.png"));
    assertThat(folder.resolve("real/a.png")).exists();
  }

  @Test
  void replacesAFileAndLeavesNothingElse() throws IOException {
    Path file = Files.writeString(folder.resolve("a.png"), "old");
    figure.save(file);
    assertThat(read(file).getWidth()).isEqualTo(2 * figure.width());
    assertThat(files(folder)).containsExactly(file);
  }

  @Test
  void refusesToReplaceAFolder() throws IOException {
    Path file = Files.createDirectory(folder.resolve("a.png"));
    assertThatThrownBy(() -> figure.save(file))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("it is a folder");
  }

  @Test
  void saysWhyAFolderCannotBeMade() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "not a folder").resolve("a.png");
    assertThatThrownBy(() -> figure.save(file))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("cannot save the picture as " + file);
  }

  @Test
  void leavesTheOldFileAndNoHalfOneOnAFullDisk() throws IOException {
    Configuration small =
        Configuration.unix().toBuilder().setMaxSize(8192).setBlockSize(512).build();
    try (FileSystem disk = Jimfs.newFileSystem(small)) {
      Path file = Files.writeString(disk.getPath("a.png"), "old");
      assertThatThrownBy(() -> figure.save(file))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining("cannot save the picture as a.png")
          .hasMessageContaining("out of disk space");
      assertThat(file).hasContent("old");
      assertThat(files(file.toAbsolutePath().getParent())).hasSize(1);
    }
  }

  private static List<Path> files(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static BufferedImage read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return ImageIO.read(in);
    }
  }

  private static Document parse(Path file) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
    factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
    return factory.newDocumentBuilder().parse(file.toFile());
  }
}
