package ai.miniai.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class UsageLogTest {
  private final AtomicLong clock = new AtomicLong();
  private final UsageLog log = new UsageLog(clock::get);

  private void steps(long from, long to, Duration each) {
    for (long step = from; step <= to; step++) {
      clock.addAndGet(each.toNanos());
      log.note(step);
    }
  }

  private List<Long> noted() {
    return log.list().stream().map(Usage::step).toList();
  }

  @Test
  void notesMemoryAndSpeedOnceASecond() {
    log.begin(0);
    // WHEN
    steps(1, 25, Duration.ofMillis(100));
    // THEN
    assertThat(noted()).containsExactly(0L, 10L, 20L);
    assertThat(log.list())
        .extracting(Usage::stepsPerSecond)
        .containsExactly(Double.NaN, 10.0, 10.0);
    assertThat(log.list())
        .allSatisfy(
            one -> {
              assertThat(one.memory().heap()).isPositive();
              assertThat(one.memory().resident()).isGreaterThan(one.memory().offHeap());
            });
  }

  @Test
  void validationTakesNoSteps() {
    log.begin(0);
    steps(1, 1, Duration.ofSeconds(1));
    clock.addAndGet(Duration.ofSeconds(5).toNanos());
    log.note(1);
    assertThat(noted()).containsExactly(0L, 1L);
  }

  @Test
  void aLongRunIsNotedMoreSeldom() {
    log.begin(0);
    // WHEN it takes a day
    steps(1, 86_400, Duration.ofSeconds(1));
    // THEN
    assertThat(log.list()).hasSizeBetween(UsageLog.MOST / 2, UsageLog.MOST);
    assertThat(noted()).isSorted().startsWith(0L, 512L, 1024L);
    assertThat(noted().get(noted().size() - 1)).isGreaterThan(86_400 - 1024);
    // and another run begins anew
    log.begin(7);
    steps(8, 8, Duration.ofSeconds(1));
    assertThat(noted()).containsExactly(7L, 8L);
  }
}
