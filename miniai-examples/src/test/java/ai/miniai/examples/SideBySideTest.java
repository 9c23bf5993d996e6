package ai.miniai.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SideBySideTest {
  private final RuntimeException first = new IllegalStateException("the first");
  private final RuntimeException second = new IllegalStateException("the second");

  @Test
  void runsEveryTask() {
    Queue<Integer> done = new ConcurrentLinkedQueue<>();

    SideBySide.run(IntStream.range(0, 20).<Runnable>mapToObj(i -> () -> done.add(i)).toList());

    assertThat(done).containsExactlyInAnyOrderElementsOf(IntStream.range(0, 20).boxed().toList());
  }

  @Test
  void rethrowsTheFirstFailureOfTheListAndLeavesNoThread() throws InterruptedException {
    Queue<Thread> threads = new ConcurrentLinkedQueue<>();

    assertThatThrownBy(
            () ->
                SideBySide.run(
                    List.of(
                        () -> threads.add(Thread.currentThread()),
                        () -> {
                          threads.add(Thread.currentThread());
                          throw first;
                        },
                        () -> {
                          throw second;
                        })))
        .isSameAs(first);
    for (Thread thread : threads) {
      thread.join(10_000); // a pool is over a moment before its threads are
    }
    assertThat(threads).isNotEmpty().noneMatch(Thread::isAlive);
  }

  @Test
  void finishesAndKeepsAnInterrupt() {
    Queue<Integer> done = new ConcurrentLinkedQueue<>();
    Thread.currentThread().interrupt();

    SideBySide.run(List.of(() -> done.add(1), () -> done.add(2)));

    assertThat(Thread.interrupted()).isTrue();
    assertThat(done).containsExactlyInAnyOrder(1, 2);
  }
}
