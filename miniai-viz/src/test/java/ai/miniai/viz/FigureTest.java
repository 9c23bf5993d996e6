package ai.miniai.viz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.GraphicsEnvironment;
import java.awt.image.BufferedImage;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FigureTest {
  private final Figure figure = Figure.of(new Message("nothing"), "a title", 300, 200);

  @Test
  void doesNotChangeWhenAnotherSizeIsAskedFor() {
    Figure other = figure.size(111, 99);
    assertThat(other.width()).isEqualTo(111);
    assertThat(other.height()).isEqualTo(99);
    assertThat(figure.width()).isEqualTo(320);
  }

  @Test
  void drawsItsTitle() {
    BufferedImage with = figure.image();
    BufferedImage without = figure.title("").image();
    assertThat(inkAtTheTop(with)).isTrue();
    assertThat(inkAtTheTop(without)).isFalse();
  }

  @Test
  void isWhiteWhereNothingIsDrawn() {
    assertThat(figure.image().getRGB(0, 0)).isEqualTo(0xffffffff);
  }

  @ParameterizedTest
  @CsvSource({"0, 5", "5, -1", "10001, 5"})
  void refusesSizesThatNoPictureHas(int width, int height) {
    assertThatThrownBy(() -> figure.size(width, height))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(width + " × " + height);
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "40, 30", "100, 20", "20, 500"})
  void drawsWhatFitsInASmallSize(int width, int height) {
    BufferedImage image = Plots.colorDim(Recordings.of(5, 30)).size(width, height).image();
    assertThat(image.getWidth()).isEqualTo(2 * width);
  }

  @Test
  void standsBesideAnotherWithItsTitle() {
    Figure left = Plots.deadChart(Recordings.of(1, 30)).title("before");
    Figure right = Plots.deadChart(Recordings.of(1, 60)).title("after");

    Figure both = Plots.beside(left, right);

    assertThat(both.width()).isGreaterThanOrEqualTo(left.width() + right.width());
    BufferedImage image = both.image();
    int half = image.getWidth() / 2;
    assertThat(inkAtTheTop(image.getSubimage(0, 0, half, image.getHeight()))).isTrue();
    assertThat(inkAtTheTop(image.getSubimage(half, 0, half, image.getHeight()))).isTrue();
  }

  @Test
  void standsBelowAnotherIfThereIsNoRoomBesideIt() {
    Figure wide = Plots.colorDim(Recordings.of(5, 30)).title("before");

    Figure both = Plots.beside(wide, wide);

    assertThat(both.width()).isLessThan(wide.width() + 30);
    assertThat(both.height()).isGreaterThanOrEqualTo(2 * wide.height());
    BufferedImage image = both.image();
    int half = image.getHeight() / 2;
    assertThat(inkAtTheTop(image)).isTrue();
    assertThat(inkAtTheTop(image.getSubimage(0, half, image.getWidth(), half))).isTrue();
  }

  @Test
  void saysWhatToDoWithoutADisplay() {
    Assumptions.assumeTrue(GraphicsEnvironment.isHeadless());
    assertThatThrownBy(figure::show)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no display")
        .hasMessageContaining("save(");
  }

  private static boolean inkAtTheTop(BufferedImage image) {
    for (int y = 0; y < 60; y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        if (image.getRGB(x, y) != 0xffffffff) {
          return true;
        }
      }
    }
    return false;
  }
}
