package ai.miniai.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.miniai.tensor.Tensor;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParameterGroupTest {
  private final Tensor weight = Tensor.ones(2);
  private final ParameterGroup group = new ParameterGroup(Map.of("weight", weight), 0.1);

  @Test
  void beginsWithoutMomentumAndWeightDecay() {
    assertThat(group.parameters()).containsExactly(Map.entry("weight", weight));
    assertThat(group.lr()).isEqualTo(0.1);
    assertThat(group.momentum()).isZero();
    assertThat(group.weightDecay()).isZero();
  }

  @Test
  void takesNewSettings() {
    // WHEN
    group.lr(0).momentum(0.9).weightDecay(0.01);
    // THEN
    assertThat(group.lr()).isZero();
    assertThat(group.momentum()).isEqualTo(0.9);
    assertThat(group.weightDecay()).isEqualTo(0.01);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, Double.NaN, Double.POSITIVE_INFINITY})
  void refusesABadSettingAndKeepsTheOneItHas(double bad) {
    assertThatThrownBy(() -> group.lr(bad))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the learning rate must be finite and not negative: " + bad);
    assertThatThrownBy(() -> group.momentum(bad))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the momentum must be finite and not negative: " + bad);
    assertThatThrownBy(() -> group.weightDecay(bad))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the weight decay must be finite and not negative: " + bad);
    assertThat(group.lr()).isEqualTo(0.1);
  }

  @Test
  void refusesABadLearningRateAtOnce() {
    assertThatThrownBy(() -> new ParameterGroup(Map.of(), -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the learning rate must be finite and not negative: -1.0");
  }
}
