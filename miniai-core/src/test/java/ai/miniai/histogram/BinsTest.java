package ai.miniai.histogram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BinsTest {
  @ParameterizedTest
  @CsvSource({"0, 0, 1", "65537, 0, 1"})
  void aNumberOfBinsOutOfRangeIsRefused(int count, double min, double max) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Bins(count, min, max))
        .withMessage("expected 1 to 65536 bins, not " + count);
  }

  @ParameterizedTest
  @CsvSource({
    "-1, 1",
    "1, 1",
    "2, 1",
    "NaN, 1",
    "0, NaN",
    "0, Infinity",
    "0, 1e39",
    "1, 1.00000001"
  })
  void aRangeThatIsNoneIsRefused(double min, double max) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Bins(10, min, max))
        .withMessage(
            "expected bins over a finite range with 0 <= min < max, not from %s to %s", min, max);
  }

  @Test
  void theUsualBinsAreAccepted() {
    assertThat(new Bins(50, 0, 10)).isEqualTo(new Bins(50, 0.0, 10.0));
  }
}
