package ai.miniai.viz;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ColorBarTest {
  @ParameterizedTest
  @CsvSource({"0, 0", "1, 1", "100, 100", "1000, 1k", "10000, 10k", "1e6, 1M", "1e9, 1G"})
  void writesCountsShort(double count, String text) {
    assertThat(ColorBar.text(count)).isEqualTo(text);
  }
}
