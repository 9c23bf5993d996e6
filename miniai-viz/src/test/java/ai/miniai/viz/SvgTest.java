package ai.miniai.viz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.miniai.recording.LayerStats;
import ai.miniai.recording.Recording;
import java.util.List;
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
    boolean cache = ImageIO.getUseCache();

    assertThat(IntStream.range(0, 40).parallel().mapToObj(i -> Svg.of(figure)).toList())
        .allSatisfy(svg -> assertThat(svg).isEqualTo(alone));
    assertThat(ImageIO.getUseCache()).isEqualTo(cache);
  }
}
