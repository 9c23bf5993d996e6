package ai.miniai.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RaceTest {
  private final List<String> diary = new ArrayList<>();

  @Test
  void contendersTakeTurnsAfterWarmingUp() {
    var a = new FakeContender("A", diary, 1.0);
    var b = new FakeContender("B", diary, 1.0);

    new Race(3, new TurnLength.Steps(4)).run(List.of(a, b));

    assertThat(diary)
        .startsWith(
            "A 4", "A 4", "A 4", "A 4", "A 4", "A 4", "B 4", "B 4", "B 4", "B 4", "B 4", "B 4")
        .endsWith("A 4", "B 4", "A 4", "B 4", "A 4", "B 4")
        .hasSize(18);
  }

  @Test
  void onlyTheRoundsCount() {
    var contender = new FakeContender("A", diary, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 7.0, 8.0);

    Rates rates = new Race(2, new TurnLength.Steps(1)).run(List.of(contender));

    assertThat(rates.of(contender).rounds()).containsExactly(7.0, 8.0);
  }

  @Test
  void aTurnIsAsManyStepsAsTakeItsTime() {
    TurnLength turn = new TurnLength.Seconds(2);

    assertThat(turn.steps(0.01)).isEqualTo(200);
    assertThat(turn.steps(60)).isEqualTo(1);
  }

  @Test
  void refusesNoRoundsAndNoSteps() {
    assertThatThrownBy(() -> new Race(0, new TurnLength.Steps(1))).hasMessageContaining("1 round");
    assertThatThrownBy(() -> new TurnLength.Steps(0)).hasMessageContaining("1 step");
    assertThatThrownBy(() -> new TurnLength.Seconds(0)).hasMessageContaining("seconds");
  }

  @Test
  void tellsWhoTookNoPart() {
    var stranger = new FakeContender("C", diary, 1.0);
    Rates rates = new Race(1, new TurnLength.Steps(1)).run(List.of());

    assertThatThrownBy(() -> rates.of(stranger)).hasMessageContaining("C took no part");
  }
}
