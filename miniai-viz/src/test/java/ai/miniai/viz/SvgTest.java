package ai.miniai.viz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.miniai.recording.LayerStats;
import ai.miniai.recording.Recording;
import java.awt.geom.Ellipse2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class SvgTest {
  @Test
  void keepsTextAsText() {
    String svg = svg(Recordings.of(3, 30));
    assertThat(svg).containsPattern("<text [^>]*>block.1.conv</text>");
    assertThat(svg).containsPattern("<text [^>]*>training steps</text>");
  }

  @Test
  void explainsLayersUnderThePointer() {
    assertThat(svg(Recordings.of(2, 5)))
        .contains("<title>block.1.conv: 1 to 1, at the end 1</title>");
  }

  @Test
  void takesNamesForText() {
    LayerStats layer =
        Recordings.layer("<script>\"&\u0001", List.of(Recordings.counts(1, 2, 3, 4)));
    String svg = svg(new Recording(List.of(layer), List.of()));
    assertThat(svg).contains("&lt;script&gt;\"&amp; </text>").doesNotContain("<script");
  }

  private static String svg(Recording recording) {
    return new String(Svg.of(Plots.overview(recording)), UTF_8);
  }

  @Test
  void threadsThatDrawAtOnceGetWhatOneThreadGets() {
    Figure figure = Plots.colorDim(Recordings.of(3, 30));
    byte[] alone = Svg.of(figure);

    assertThat(IntStream.range(0, 40).parallel().mapToObj(i -> Svg.of(figure)).toList())
        .allSatisfy(svg -> assertThat(svg).isEqualTo(alone));
  }

  @Test
  void imagesAreWhereTheyWereDrawnBetweenTheShapes() throws IOException {
    Panel panel =
        (g, width, height) -> {
          g.drawImage(square(0x123456), 0, 0, null);
          g.fill(new Ellipse2D.Double(0, 0, 5, 5));
          g.drawImage(square(0x654321), 3, 4, null);
        };
    String svg = new String(Svg.of(Figure.of(panel, "", 20, 20)), UTF_8);

    List<MatchResult> images =
        Pattern.compile("<image [^>]*base64,([^\"]*)\"").matcher(svg).results().toList();
    assertThat(images).hasSize(2);
    assertThat(color(images.get(0))).isEqualTo(0x123456);
    assertThat(color(images.get(1))).isEqualTo(0x654321);
    assertThat(svg).containsSubsequence("<image ", "<ellipse", "translate(13 14)", "<image ");
  }

  private static BufferedImage square(int color) {
    BufferedImage image = new BufferedImage(2, 2, BufferedImage.TYPE_INT_RGB);
    IntStream.range(0, 4).forEach(i -> image.setRGB(i % 2, i / 2, color));
    return image;
  }

  private static int color(MatchResult image) throws IOException {
    byte[] png = Base64.getDecoder().decode(image.group(1));
    return ImageIO.read(new ByteArrayInputStream(png)).getRGB(1, 1) & 0xffffff;
  }
}
