package ai.miniai.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableMap;
import org.junit.jupiter.api.Test;

class FindingTest {
  private static Finding from(int first, int last) {
    return new Finding(
        "dead units",
        "1.0",
        first,
        last,
        Severity.WARNING,
        ImmutableMap.of("share of dead units", 0.81234),
        "They say nothing.",
        "Lower the rate.");
  }

  @Test
  void isThreeLinesOfPlainWords() {
    assertThat(from(3, 12))
        .hasToString(
            "WARNING: dead units in 1.0, batches 3 to 12 (share of dead units 0.812)\n"
                + "  What it means: They say nothing.\n"
                + "  What to try: Lower the rate.");
  }

  @Test
  void goesForward() {
    assertThatThrownBy(() -> from(4, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("from 4 to 3");
  }
}
