package ai.miniai.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class PrefetchTest {
  private final Set<Thread> workers = ConcurrentHashMap.newKeySet();

  @Test
  void asksTheDataSetOnAThreadInTheBackground() {
    // WHEN
    Numbers.labels(DataLoader.of(watched(10), 2));
    // THEN
    assertThat(workers).hasSize(1).doesNotContain(Thread.currentThread());
    assertThat(workers).allMatch(Thread::isDaemon);
  }

  @Test
  void asksTheDataSetOnTheCallingThreadWithoutPrefetching() {
    // WHEN
    Numbers.labels(DataLoader.of(watched(10), 2).prefetch(0));
    // THEN
    assertThat(workers).containsExactly(Thread.currentThread());
  }

  @Test
  void leavesNoThreadBehindAfterTheLastBatch() {
    // WHEN
    Numbers.labels(DataLoader.of(watched(10), 2));
    // THEN
    assertThat(workers).hasSize(1).noneMatch(Thread::isAlive);
  }

  @Test
  void leavesNoThreadBehindWhenItIsClosedEarly() {
    // GIVEN
    Batches batches = DataLoader.of(watched(1000), 2).iterate();
    batches.next();
    // WHEN
    batches.close();
    // THEN
    assertThat(workers).hasSize(1).noneMatch(Thread::isAlive);
    assertThat(batches.hasNext()).isFalse();
  }

  @Test
  void mayBeClosedTwice() {
    // GIVEN
    Batches batches = DataLoader.of(watched(1000), 2).iterate();
    batches.close();
    // WHEN
    batches.close();
    // THEN
    assertThat(workers).noneMatch(Thread::isAlive);
  }

  @Test
  void makesNoMoreBatchesAheadThanItWasTold() throws InterruptedException {
    // GIVEN one batch waiting in the queue, and one in the hand of the worker
    Semaphore asked = new Semaphore(0);
    Dataset counted =
        new Numbers(1000)
            .map(
                item -> {
                  asked.release();
                  return item;
                });
    // WHEN
    try (Batches batches = DataLoader.of(counted, 1).prefetch(1).iterate()) {
      asked.acquire(2);
      // THEN only taking one lets the next be made
      batches.next();
      asked.acquire();
      assertThat(asked.availablePermits()).isZero();
    }
  }

  @Test
  void wakesADataSetThatWaitsWhenItIsClosed() throws InterruptedException {
    // GIVEN
    CountDownLatch reached = new CountDownLatch(1);
    Dataset stuck =
        watched(10)
            .map(
                item -> {
                  reached.countDown();
                  waitForever();
                  return item;
                });
    Batches batches = DataLoader.of(stuck, 2).iterate();
    reached.await();
    // WHEN
    batches.close();
    // THEN
    assertThat(workers).hasSize(1).noneMatch(Thread::isAlive);
  }

  @Test
  void endsAlsoWhenTheDataSetSwallowsInterrupts() throws InterruptedException {
    // GIVEN a data set that hangs at item 3 until interrupted, and then goes on as if nothing was
    CountDownLatch reached = new CountDownLatch(1);
    Dataset stubborn =
        watched(100)
            .map(
                item -> {
                  if (Numbers.labels(item.arrays().get(1)).contains(3L)) {
                    reached.countDown();
                    try {
                      waitForever();
                    } catch (CancellationException e) {
                      return item;
                    }
                  }
                  return item;
                });
    Batches batches = DataLoader.of(stubborn, 1).prefetch(3).iterate();
    reached.await();
    // WHEN
    batches.close();
    // THEN
    assertThat(workers).hasSize(1).noneMatch(Thread::isAlive);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4})
  void namesTheItemThatTheDataSetCouldNotGive(int prefetch) {
    // GIVEN
    Dataset broken =
        watched(10)
            .map(
                item -> {
                  if (Numbers.labels(item.arrays().get(1)).contains(5L)) {
                    throw new IllegalStateException("no such picture");
                  }
                  return item;
                });
    Batches batches = DataLoader.of(broken, 2).prefetch(prefetch).iterate();
    // WHEN the batches before it come as usual
    assertThat(Numbers.labels(batches.next())).containsExactly(0, 1);
    assertThat(Numbers.labels(batches.next())).containsExactly(2, 3);
    // THEN
    assertThatThrownBy(batches::next)
        .isInstanceOf(SampleException.class)
        .hasMessage(
            "the data set could not give sample 5: java.lang.IllegalStateException: no such"
                + " picture")
        .hasCauseInstanceOf(IllegalStateException.class)
        .satisfies(e -> assertThat(((SampleException) e).index()).isEqualTo(5));
    assertThat(batches.hasNext()).isFalse();
    assertThat(workers)
        .filteredOn(worker -> worker != Thread.currentThread())
        .noneMatch(Thread::isAlive);
  }

  @Test
  void tellsAConsumerThatItWasInterrupted() {
    // GIVEN
    Dataset stuck =
        watched(10)
            .map(
                item -> {
                  waitForever();
                  return item;
                });
    Batches batches = DataLoader.of(stuck, 2).iterate();
    // WHEN
    Thread.currentThread().interrupt();
    // THEN
    assertThatThrownBy(batches::next)
        .isInstanceOf(CancellationException.class)
        .hasMessage("interrupted while waiting for batch 0");
    assertThat(Thread.interrupted()).isTrue();
    assertThat(workers).noneMatch(Thread::isAlive);
  }

  @Test
  void endsTheThreadOfAPassThatWasDropped() throws InterruptedException {
    // GIVEN
    dropAfterOneBatch();
    // WHEN, THEN
    for (Thread worker : workers) {
      while (worker.isAlive()) {
        System.gc();
        worker.join(50);
      }
    }
    assertThat(workers).hasSize(1);
  }

  private void dropAfterOneBatch() {
    for (Batch batch : DataLoader.of(watched(1000), 2)) {
      assertThat(batch.size()).isEqualTo(2);
      break;
    }
  }

  /** A data set that notes the threads that ask it. */
  private Dataset watched(int size) {
    return new Numbers(size)
        .map(
            item -> {
              workers.add(Thread.currentThread());
              return item;
            });
  }

  private static void waitForever() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      throw new CancellationException("interrupted");
    }
  }
}
