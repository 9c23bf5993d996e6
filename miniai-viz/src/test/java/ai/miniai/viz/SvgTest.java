package ai.miniai.viz;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class SvgTest {
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
