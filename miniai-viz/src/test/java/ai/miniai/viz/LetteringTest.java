package ai.miniai.viz;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LetteringTest {
  private static final String PATH = "encoder.stages.3.blocks.7.body.conv2";

  @Test
  void leavesTextThatFits() {
    assertThat(Lettering.TICK.fit("conv", 200)).isEqualTo("conv");
  }

  @Test
  void keepsTheEndOfAPath() {
    String shown = Lettering.TICK.fit(PATH, 80);
    assertThat(shown).startsWith("…").endsWith("conv2");
    assertThat(Lettering.TICK.width(shown)).isLessThanOrEqualTo(80);
  }

  @Test
  void showsNothingWhereThereIsNoRoom() {
    assertThat(Lettering.TICK.fit(PATH, 1)).isEmpty();
  }
}
