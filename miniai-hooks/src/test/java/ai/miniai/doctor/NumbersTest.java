package ai.miniai.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers as people read them, also those of evidence. */
class NumbersTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "0; 0",
        "-0.0; 0",
        "19; 19",
        "2.302585; 2.3",
        "0.12345; 0.123",
        "-0.12345; -0.123",
        "0.00012345; 0.000123",
        "0.00005; 5e-5",
        "123.456; 123",
        "999.4; 999",
        "999.9; 1,000",
        "1234; 1,234",
        "-1234567; -1,234,567",
        "999999999; 999,999,999",
        "1e9; 1e9",
        "1e300; 1e300",
        "-1.5e-12; -1.5e-12",
        "2.56e10; 2.6e10",
        "NaN; NaN",
        "Infinity; infinite"
      })
  void hasThreeDigitsAndNoPowersOfTenIfPossible(double value, String text) {
    assertThat(Numbers.text(value)).isEqualTo(text);
  }

  @Test
  void sharesArePercentages() {
    assertThat(Numbers.percent(0.72)).isEqualTo("72 %");
    assertThat(Numbers.percent(0.00009)).isEqualTo("0.009 %");
    assertThat(Numbers.percent(1)).isEqualTo("100 %");
  }

  @Test
  void countsThings() {
    assertThat(Numbers.of(1, "batch", "batches")).isEqualTo("1 batch");
    assertThat(Numbers.of(0, "batch", "batches")).isEqualTo("0 batches");
    assertThat(Numbers.of(1736, "batch", "batches")).isEqualTo("1,736 batches");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "COUNT; 85.0; 85",
        "COUNT; 1234; 1,234",
        "BATCH; 0; 0",
        "SHARE; 0.8125; 81.3 %",
        "RATIO; 19.49; 19.5",
        "VALUE; 2.302585; 2.3"
      })
  void evidenceIsWrittenByItsUnit(Evidence.Unit unit, double value, String text) {
    assertThat(new Evidence("it", value, unit).text()).isEqualTo(text);
  }
}
