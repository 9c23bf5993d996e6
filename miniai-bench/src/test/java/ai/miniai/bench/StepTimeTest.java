package ai.miniai.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableMap;
import java.util.List;
import org.junit.jupiter.api.Test;

class StepTimeTest {
  private static StepTime of(double data, double forward) {
    return new StepTime(ImmutableMap.of(Part.DATA, data, Part.FORWARD, forward));
  }

  @Test
  void theMedianIsAStepThatWasMeasured() {
    StepTime slow = of(9, 1);
    StepTime middle = of(1, 4);
    StepTime fast = of(2, 1);

    assertThat(StepTime.median(List.of(slow, middle, fast))).isEqualTo(middle);
  }

  @Test
  void sharesArePartsOfTheWhole() {
    assertThat(of(1, 3).share(Part.DATA)).isEqualTo(0.25);
    assertThat(of(1, 3).share(Part.STATISTICS)).isZero();
  }

  @Test
  void aClockCountsForOnePartAtATime() {
    var clock = new PartClock();

    Part before =
        clock.within(
            Part.FORWARD,
            () -> {
              Part outer = clock.enter(Part.STATISTICS);
              clock.enter(outer);
              return outer;
            });

    assertThat(before).isEqualTo(Part.FORWARD);
    assertThat(clock.enter(Part.DATA)).isEqualTo(Part.OTHER);
    assertThat(clock.millis(1).values()).allMatch(millis -> millis >= 0);
  }
}
