package ai.miniai.nn.model;

import static ai.miniai.tensor.TensorAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.miniai.nn.Dropout;
import ai.miniai.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TabularModelTest {
  private final Tensor numbers = Tensor.of(new float[] {0.5f, -1, 2, 0.25f, -0.75f, 1.5f}, 3, 2);
  private final Tensor categories = Tensor.of(3, 0, 1, 1, 0, 1).reshape(3, 2);

  /** All parameters together are the sines of 1, 2, ... */
  private static TabularModel withSines() {
    TabularModel model = new TabularModel(2, List.of(4, 2), 2, 3);
    int first = 0;
    for (Tensor parameter : model.parameters().values()) {
      int start = first;
      double[] values = new double[(int) parameter.length()];
      Arrays.setAll(values, i -> Math.sin(start + i + 1));
      parameter.update(array -> array.assign(Tensor.of(values, parameter.shape()).array()));
      first += values.length;
    }
    return model;
  }

  @Test
  void itsNumbersAreThoseOfPyTorch() {
    // GIVEN
    TabularModel model = withSines();
    // WHEN
    Tensor y = model.call(numbers, categories);
    y.square().sum().backward();
    // THEN
    assertThat(y)
        .within(1e-4)
        .hasShape(3, 2)
        .hasValues(
            -0.275596684, -1.26308994, -3.733828238, 2.038348323, -2.305590548, 0.7523421203);
    assertThat(model.parameters().get("embeds.0.weight").grad())
        .within(1e-3)
        .hasValues(
            -2.029141251,
            -0.9194305307,
            1.035600379,
            -0.00893076944,
            -0.02068591026,
            -0.01342252058,
            0,
            0,
            0,
            1.658795957,
            0.1119857289,
            -1.537783662);
    assertThat(model.parameters().get("bn_cont.weight").grad())
        .within(1e-3)
        .hasValues(0.840217355, -4.727755694);
  }

  @Test
  void evaluatesWithTheRunningStatisticsOfPyTorch() {
    // GIVEN
    TabularModel model = withSines();
    model.call(numbers, categories);
    // WHEN
    model.eval();
    // THEN
    assertThat(model.call(numbers, categories))
        .within(1e-4)
        .hasValues(
            -0.05946223794, -1.507852489, -2.237570991, 0.6367604464, -1.840675516, 0.2904199163);
  }

  @Test
  void aCopyGivesTheSame() {
    // GIVEN
    TabularModel model = withSines();
    model.eval();
    // WHEN
    TabularModel copy = (TabularModel) model.copy();
    // THEN
    assertThat(copy.call(numbers, categories)).isIdenticalTo(model.call(numbers, categories));
  }

  @Test
  void namesItsPartsAsFastai() {
    assertThat(new TabularModel(1, List.of(3), 2, 4, 5).parameters().keySet())
        .containsExactly(
            "embeds.0.weight",
            "bn_cont.weight",
            "bn_cont.bias",
            "layers.0.0.weight",
            "layers.0.2.weight",
            "layers.0.2.bias",
            "layers.1.0.weight",
            "layers.1.2.weight",
            "layers.1.2.bias",
            "layers.2.0.weight",
            "layers.2.0.bias");
  }

  @Test
  void embeddingsHaveFastaisWidthsAndBeginSmall() {
    int[] sizes = {1, 2, 3, 5, 10, 42, 100, 1000, 40_000, 100_000};
    int[] widths = {2, 2, 3, 4, 6, 13, 21, 77, 600, 600};
    assertThat(Arrays.stream(sizes).map(TabularModel::embeddingWidth).toArray())
        .containsExactly(widths);
    Tensor weight = new TabularModel(0, List.of(1000), 1).parameters().get("embeds.0.weight");
    assertThat(weight.abs().max().item()).isBetween(0.019, 0.02);
    assertThat(weight.square().mean().sqrt().item()).isBetween(0.008, 0.0095);
  }

  @Test
  void worksWithoutNumbersAndWithoutCategories() {
    Tensor none = Tensor.of(new float[0], 3, 0);
    Tensor noIndices = categories.slice(1, 0, 0);
    assertThat(new TabularModel(0, List.of(4, 2), 5).call(none, categories)).hasShape(3, 5);
    assertThat(new TabularModel(2, List.of(), 5, 4).call(numbers, noIndices)).hasShape(3, 5);
  }

  @Test
  void dropsValuesOfEmbeddingsAndOfLayers() {
    // GIVEN
    TabularModel model = new TabularModel(2, List.of(4, 2), 2, 0.1, 0.2, 8, 4);
    // THEN
    assertThat(model.modules().stream().filter(Dropout.class::isInstance).map(Object::toString))
        .containsExactly("Dropout(p 0.1)", "Dropout(p 0.2)", "Dropout(p 0.2)");
  }

  @Test
  void refusesOtherInputs() {
    TabularModel model = new TabularModel(2, List.of(4, 2), 2, 3);
    assertThatThrownBy(() -> model.call(numbers))
        .hasMessageContaining(
            "two inputs, numbers and categories, not 1: train it with TrainCB(2)");
    assertThatThrownBy(() -> model.call(numbers.slice(1, 0, 1), categories))
        .hasMessageContaining(
            "expected numbers of shape [batch, 2] and categories of shape [batch, 2], not [3, 1]"
                + " and [3, 2]");
    assertThatThrownBy(() -> new TabularModel(0, List.of(), 2))
        .hasMessage(
            "a table wants at least one number or category, not 0 numbers and 0 categories");
  }
}
