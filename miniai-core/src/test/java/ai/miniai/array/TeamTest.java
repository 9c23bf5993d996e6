package ai.miniai.array;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TeamTest {
  @Test
  void runsEachPartOnce() {
    for (int parts = 0; parts < 200; parts++) {
      AtomicIntegerArray runs = new AtomicIntegerArray(parts);
      Team.run(parts, runs::incrementAndGet);
      assertThat(IntStream.range(0, parts).map(runs::get)).isSubsetOf(Collections.nCopies(1, 1));
    }
  }

  @Test
  void givesResultsInTheOrderOfTheParts() {
    assertThat(Team.map(5, i -> i * i)).isEqualTo(List.of(0, 1, 4, 9, 16));
  }

  @Test
  void throwsWhatAPartThrowsAfterAllHaveRun() {
    AtomicInteger others = new AtomicInteger();
    assertThatExceptionOfType(ArithmeticException.class)
        .isThrownBy(
            () ->
                Team.run(
                    40,
                    i -> {
                      if (i == 3) {
                        throw new ArithmeticException("of part 3");
                      }
                      others.incrementAndGet();
                    }));
    assertThat(others).hasValue(39);
    assertThat(Team.map(3, i -> i)).hasSize(3); // the team still works
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 20, 39})
  void throwsErrorsAsThemselves(int failing) {
    for (Error error :
        List.of(new OutOfMemoryError("by intent"), new AssertionError("by intent"))) {
      assertThatThrownBy(
              () ->
                  Team.run(
                      40,
                      i -> {
                        if (i == failing) {
                          throw error;
                        }
                      }))
          .isSameAs(error);
    }
  }

  @Test
  void worksInsideAPartToo() {
    List<Integer> sums =
        Team.map(8, i -> Team.map(8, j -> i * j).stream().mapToInt(Integer::intValue).sum());
    assertThat(sums).isEqualTo(IntStream.range(0, 8).map(i -> 28 * i).boxed().toList());
  }

  @Test
  void servesSeveralCallersAtATime() {
    List<CompletableFuture<Long>> callers =
        IntStream.range(0, 4)
            .mapToObj(c -> CompletableFuture.supplyAsync(() -> countInRounds(500)))
            .toList();
    assertThat(callers).allSatisfy(caller -> assertThat(caller.join()).isEqualTo(500 * 20));
  }

  private static long countInRounds(int rounds) {
    AtomicInteger count = new AtomicInteger();
    for (int round = 0; round < rounds; round++) {
      Team.run(20, i -> count.incrementAndGet());
    }
    return count.get();
  }
}
