package ai.miniai.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import org.junit.jupiter.api.Test;

class FindingTest {
  private static Finding from(int first, int last) {
    return new Finding(
        Pattern.DEAD_UNITS,
        "1.0",
        "1.0 (ReLU)",
        first,
        last,
        Severity.WARNING,
        ImmutableList.of(new Evidence("share of dead units", 0.81234, Evidence.Unit.SHARE)),
        "81 % of its units are dead.",
        "They say nothing.",
        ImmutableList.of());
  }

  @Test
  void saysWhatAndWhereWithTheNumbers() {
    assertThat(from(3, 12))
        .hasToString("WARNING: dead units in 1.0 (ReLU). 81 % of its units are dead.");
  }

  @Test
  void goesForward() {
    assertThatThrownBy(() -> from(4, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("from 4 to 3");
  }
}
