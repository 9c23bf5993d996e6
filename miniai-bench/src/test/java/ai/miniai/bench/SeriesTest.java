package ai.miniai.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class SeriesTest {

  @Test
  void hasAMedianAndASpread() {
    Series series = Series.of(List.of(5.0, 1.0, 3.0));

    assertThat(series.median()).isEqualTo(3);
    assertThat(series.min()).isEqualTo(1);
    assertThat(series.max()).isEqualTo(5);
  }

  @Test
  void theMedianOfAnEvenNumberLiesBetweenTheMiddleOnes() {
    assertThat(Series.of(List.of(4.0, 1.0, 2.0, 9.0)).median()).isEqualTo(3);
  }

  @Test
  void isTextForTables() {
    assertThat(Series.of(List.of(4000.0, 1.0, 2.0)).text("%,.1f")).isEqualTo("2.0 [1.0, 4,000.0]");
  }

  @Test
  void comparesRoundByRound() {
    Series ours = Series.of(List.of(10.0, 1.0, 40.0));
    Series theirs = Series.of(List.of(5.0, 1.0, 10.0));

    assertThat(ours.ratioTo(theirs).rounds()).containsExactly(2.0, 1.0, 4.0);
  }

  @Test
  void refusesToCompareDifferentNumbersOfRounds() {
    Series three = Series.of(List.of(1.0, 1.0, 1.0));
    Series one = Series.of(List.of(1.0));

    assertThatThrownBy(() -> three.ratioTo(one))
        .hasMessageContaining("3 rounds")
        .hasMessageContaining("1");
  }

  @Test
  void refusesToBeEmpty() {
    assertThatThrownBy(() -> Series.of(List.of())).hasMessageContaining("at least one round");
  }
}
