package ai.miniai.kernels.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScratchpadTest {
  /** oneDNN's own beginning of its memory, which its sizes do not count. */
  @ParameterizedTest
  @ValueSource(longs = {1, 100, 288, 5_000, 100_000})
  void beginsWhereOneDnnWouldMoveIt(long bytes) {
    try (Scratchpad scratchpad = Scratchpad.borrow(bytes)) {
      assertThat(scratchpad.memory().address() % 128).isZero();
      assertThat(scratchpad.floats().capacity()).isGreaterThanOrEqualTo((int) (bytes / 4));
    }
  }

  @Test
  void twoAtOnceAreTwo() {
    try (Scratchpad one = Scratchpad.borrow(64);
        Scratchpad other = Scratchpad.borrow(64)) {
      assertThat(one.memory().address()).isNotEqualTo(other.memory().address());
    }
  }
}
