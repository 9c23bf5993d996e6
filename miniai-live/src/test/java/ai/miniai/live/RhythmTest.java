package ai.miniai.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RhythmTest {
  private final AtomicLong clock = new AtomicLong();
  private final Rhythm rhythm = new Rhythm(clock::get);

  private void pass(Duration time) {
    clock.addAndGet(time.toNanos());
  }

  /** On a busy machine the thread may have to wait in the middle of its work. */
  @ParameterizedTest(name = "handing over takes {0} ms: again after {1} ms")
  @CsvSource({"0, 1000", "2, 1000", "10, 1000", "15, 1500", "20, 2000", "500, 2000", "60000, 2000"})
  void isDueAgainAfterAHundredTimesTheCostButAfterTwoSecondsAtTheLatest(long cost, long wait) {
    assertThat(rhythm.isDue()).isTrue();
    // WHEN
    rhythm.run(() -> pass(Duration.ofMillis(cost)));
    // THEN
    pass(Duration.ofMillis(wait - 1));
    assertThat(rhythm.isDue()).isFalse();
    pass(Duration.ofMillis(1));
    assertThat(rhythm.isDue()).isTrue();
  }
}
