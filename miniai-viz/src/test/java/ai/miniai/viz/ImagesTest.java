package ai.miniai.viz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.miniai.callback.Callback;
import ai.miniai.callback.training.BatchTransformCB;
import ai.miniai.data.Batch;
import ai.miniai.data.DataLoader;
import ai.miniai.data.DataLoaders;
import ai.miniai.data.Dataset;
import ai.miniai.data.Sample;
import ai.miniai.learner.Learner;
import ai.miniai.learner.TrainLearner;
import ai.miniai.loss.Losses;
import ai.miniai.nn.Flatten;
import ai.miniai.tensor.Tensor;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.Collections;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ImagesTest {
  private static final List<String> NAMES = List.of("trouser", "dress");

  @Test
  void showsNoMoreThanSixteen() {
    Figure twenty = Plots.showImages(new Batch(List.of(Tensor.zeros(20, 1, 4, 4))));
    Figure sixteen = Plots.showImages(new Batch(List.of(Tensor.zeros(16, 1, 4, 4))));
    assertThat(twenty.width()).isEqualTo(sixteen.width());
    assertThat(twenty.height()).isEqualTo(sixteen.height());
  }

  @Test
  void showsTheFirstPixelAtTheTopLeft() {
    Tensor x = Tensor.of(new float[] {1, 0, 0, 0}, 1, 1, 2, 2);
    Figure figure = Plots.showImages(new Batch(List.of(x)));
    assertThat(figure.image().getRGB(30, 30)).isEqualTo(0xffffffff);
    assertThat(figure.image().getRGB(figure.width(), figure.height())).isEqualTo(0xff000000);
  }

  @Test
  void showsColours() {
    Tensor x = Tensor.of(new float[] {1, 0.5f, 0}, 1, 3, 1, 1);
    Figure figure = Plots.showImages(new Batch(List.of(x)));
    assertThat(figure.image().getRGB(figure.width(), figure.height())).isEqualTo(0xffff8000);
  }

  @Test
  void saysWhichShapesAreImages() {
    assertThatThrownBy(() -> Plots.showImages(new Batch(List.of(Tensor.zeros(5, 784)))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[batch, 1 or 3, height, width]")
        .hasMessageContaining("[5, 784]");
  }

  @Test
  void namesTheClasses() {
    Batch batch = new Batch(List.of(Tensor.zeros(2, 1, 4, 4), Tensor.of(1, 0)));
    assertThat(Labels.of(batch, NAMES, 2)).containsExactly("dress", "trouser");
    assertThat(Labels.of(batch, List.of(), 2)).containsExactly("1", "0");
  }

  @Test
  void namesTheLikeliestClass() {
    Tensor y = Tensor.of(new float[] {0.1f, 0.9f, 0.8f, 0.2f}, 2, 2);
    Batch batch = new Batch(List.of(Tensor.zeros(2, 1, 4, 4), y));
    assertThat(Labels.of(batch, NAMES, 2)).containsExactly("dress", "trouser");
  }

  @Test
  void namesNothingWithoutLabels() {
    assertThat(Labels.of(new Batch(List.of(Tensor.zeros(2, 1, 4, 4))), NAMES, 2)).containsOnly("");
  }

  @Test
  void saysWhichLabelHasNoName() {
    Batch batch = new Batch(List.of(Tensor.zeros(2, 1, 4, 4), Tensor.of(1, 7)));
    assertThatThrownBy(() -> Plots.showImages(batch, NAMES))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there are 2 class names, but a label is 7");
  }

  @Test
  void showsTheBatchThatTheModelWouldGet() {
    // GIVEN ten black images, which a callback makes white
    Sample black = Sample.of(new float[16], new long[] {1, 4, 4}, 1);
    DataLoader loader = DataLoader.of(Dataset.of(Collections.nCopies(10, black)), 10);
    Learner learner =
        new TrainLearner(new Flatten(), new DataLoaders(loader, loader), Losses::crossEntropy, 0.1);
    Callback white =
        new BatchTransformCB(batch -> new Batch(List.of(batch.x().plus(1), batch.y())));
    // WHEN
    Figure few = Plots.showImageBatch(learner, white);
    Figure named = Plots.showImageBatch(learner, NAMES, 9, white);
    // THEN
    Figure nine = Plots.showImages(new Batch(List.of(Tensor.ones(9, 1, 4, 4), labels(9))));
    assertThat(pixels(few)).isEqualTo(pixels(nine)).isNotEqualTo(pixels(named));
  }

  @Test
  void laysEachHeatMapOverItsImage() {
    // GIVEN a black and a white image, each with its highest value at another pixel
    Tensor x = Tensor.concat(0, Tensor.zeros(1, 1, 1, 2), Tensor.ones(1, 1, 1, 2));
    Tensor maps = Tensor.of(new float[] {0, 4, 2, -1}, 2, 1, 2);
    // WHEN
    Figure figure = Plots.showHeatMaps(new Batch(List.of(x)), maps, List.of());
    // THEN yellow and violet are half as bright on black, and pale on white
    int yellow = ColorMap.VIRIDIS.rgb(1);
    int violet = ColorMap.VIRIDIS.rgb(0);
    assertThat(pixels(figure)).contains(half(yellow), half(violet));
    assertThat(pixels(figure)).contains(pale(yellow), pale(violet));
  }

  @Test
  void colorsOfHeatMapsReachFromZeroToTheLargestValue() {
    HeatOverlay overlay = HeatOverlay.of(-3, 8, Double.NaN, Double.POSITIVE_INFINITY, 4);
    BufferedImage black = new BufferedImage(4, 1, BufferedImage.TYPE_INT_RGB);
    BufferedImage mixed = overlay.over(black, -3, 4, 8, Double.NaN);
    assertThat(mixed.getRGB(0, 0, 4, 1, null, 0, 4))
        .containsExactly(
            half(ColorMap.VIRIDIS.rgb(0)),
            half(ColorMap.VIRIDIS.rgb(0.5)),
            half(ColorMap.VIRIDIS.rgb(1)),
            half(Palette.NOT_FINITE.getRGB()));
    assertThat(HeatOverlay.of(0, -1).over(black, 0, -1, 0, 0).getRGB(0, 0))
        .isEqualTo(half(ColorMap.VIRIDIS.rgb(0)));
  }

  @Test
  void saysWhichShapesAreHeatMaps() {
    Batch batch = new Batch(List.of(Tensor.zeros(2, 1, 4, 6)));
    assertThatThrownBy(() -> Plots.showHeatMaps(batch, Tensor.zeros(2, 4, 4), List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "heat maps have the shape [batch, height, width] of the images, but for images"
                + " [2, 1, 4, 6] they have [2, 4, 4]");
  }

  private static int half(int rgb) {
    return mixed(rgb, 0);
  }

  private static int pale(int rgb) {
    return mixed(rgb, 255);
  }

  /** Halfway between the colour and a grey of this level. */
  private static int mixed(int rgb, int level) {
    Color color = new Color(rgb);
    return new Color(
            (color.getRed() + level) / 2,
            (color.getGreen() + level) / 2,
            (color.getBlue() + level) / 2)
        .getRGB();
  }

  private static Tensor labels(int n) {
    return Tensor.of(LongStream.generate(() -> 1).limit(n).toArray());
  }

  private static int[] pixels(Figure figure) {
    BufferedImage image = figure.image();
    return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
  }
}
