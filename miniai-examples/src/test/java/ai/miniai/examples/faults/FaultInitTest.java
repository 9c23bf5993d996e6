package ai.miniai.examples.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.miniai.random.Seed;
import ai.miniai.tensor.Tensor;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FaultInitTest {
  @BeforeEach
  void seed() {
    Seed.set(1);
  }

  private static double[] filled(String text) {
    Tensor weight = Tensor.zeros(200, 50);
    FaultInit.of(text).fill(weight);
    return weight.toDoubles();
  }

  /** The standard deviations follow from Keras's formulas, with fans of 50 and 200. */
  @ParameterizedTest
  @CsvSource({
    "zeros, 0",
    "uniform(0.05), 0.028867513",
    "normal(0.05), 0.05",
    "glorot_uniform, 0.089442719",
    "glorot_normal, 0.089442719",
    "he_uniform, 0.2",
    "he_normal, 0.2"
  })
  void valuesHaveTheSizeOfKeras(String text, double std) {
    double[] values = filled(text);

    double squares = Arrays.stream(values).map(value -> value * value).sum();
    assertThat(Math.sqrt(squares / values.length)).isCloseTo(std, within(0.03 * std));
    assertThat(Arrays.stream(values).average().orElseThrow()).isCloseTo(0, within(0.03 * std));
  }

  @Test
  void uniformStaysWithinItsBounds() {
    assertThat(Arrays.stream(filled("uniform(0.05)"))).allMatch(value -> Math.abs(value) <= 0.05f);
  }

  @Test
  void constantIsOneValue() {
    assertThat(filled("constant(-0.25)")).containsOnly(-0.25);
  }

  @ParameterizedTest
  @ValueSource(strings = {"normal", "zeros(1)", "uniform(a)", "orthogonal", "Normal(1)", ""})
  void othersAreRefused(String text) {
    assertThatThrownBy(() -> filled(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(text);
  }
}
