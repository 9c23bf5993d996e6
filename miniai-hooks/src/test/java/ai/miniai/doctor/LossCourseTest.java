package ai.miniai.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.primitives.ImmutableDoubleArray;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LossCourseTest {
  private static final double CHANCE = Math.log(10);

  private static LossCourse course(int batches, int planned, IntToDoubleFunction loss) {
    return new LossCourse(
        ImmutableDoubleArray.copyOf(IntStream.range(0, batches).mapToDouble(loss)),
        ImmutableDoubleArray.of(),
        CHANCE,
        planned);
  }

  @Test
  void aNetworkMayGuessForThreeTenthsOfTheRun() {
    assertThat(course(59, 200, batch -> CHANCE).isStuck()).isFalse();
    assertThat(course(60, 200, batch -> CHANCE).isStuck()).isTrue();
  }

  @Test
  void aLuckyBatchIsNoProgress() {
    assertThat(course(100, 100, batch -> batch % 10 == 5 ? 1 : CHANCE).guessingFor())
        .isEqualTo(100);
  }

  @Test
  void aLossThatIsNoNumberIsWorseThanGuessing() {
    assertThat(course(100, 100, batch -> batch < 50 ? 0.1 : Double.NaN).guessingFor())
        .isBetween(44, 50);
  }

  @Test
  void aHighLossThatStaysIsBehindAfterTheMiddle() {
    assertThat(course(99, 200, batch -> 1.5).isBehind()).isFalse();
    assertThat(course(100, 200, batch -> 1.5).isBehind()).isTrue();
  }

  @Test
  void aHighLossThatFallsFastEnoughIsNotBehind() {
    assertThat(course(100, 200, batch -> 2.2 - 0.008 * batch).isBehind()).isFalse();
  }

  private static LossCourse ofRegression(IntToDoubleFunction loss) {
    return new LossCourse(
        ImmutableDoubleArray.copyOf(IntStream.range(0, 50).mapToDouble(loss)),
        ImmutableDoubleArray.of(),
        Double.NaN,
        50);
  }

  @Test
  void withoutClassesOnlyALossThatHasGrownIsBad() {
    assertThat(ofRegression(batch -> 7).isLost()).isFalse();
    assertThat(ofRegression(batch -> batch < 10 ? 7 : 20).isLost()).isTrue();
  }
}
