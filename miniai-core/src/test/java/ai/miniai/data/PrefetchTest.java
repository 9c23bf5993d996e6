package ai.miniai.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.miniai.random.Generator;
import com.google.common.primitives.ImmutableIntArray;
import com.google.common.util.concurrent.Uninterruptibles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class PrefetchTest {
  @TempDir Path folder;

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
  void neverInterruptsTheDataSet() throws Exception {
    // GIVEN a data set that reads one file channel, which an interrupt would close for good
    Path file = Files.write(folder.resolve("items"), new byte[1000]);
    try (FileChannel channel = FileChannel.open(file)) {
      Dataset onOneChannel = reading(channel);
      for (int pass = 0; pass < 200; pass++) {
        // WHEN
        try (Batches batches = DataLoader.of(onOneChannel, 2).iterate()) {
          batches.next();
        }
      }
      // THEN
      assertThat(Numbers.labels(DataLoader.of(onOneChannel, 500))).hasSize(2);
    }
    assertThat(workers).noneMatch(Thread::isAlive);
  }

  private Dataset reading(FileChannel channel) {
    return watched(1000)
        .map(
            item -> {
              try {
                long index = Numbers.labels(item.arrays().get(1)).get(0);
                assertThat(channel.read(ByteBuffer.allocate(1), index)).isEqualTo(1);
                assertThat(Thread.currentThread().isInterrupted()).isFalse();
                return item;
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
  }

  @Test
  void leavesNoThreadsAfterManyPassesThatEndEarly() {
    // WHEN
    for (int pass = 0; pass < 500; pass++) {
      Batches batches = DataLoader.of(watched(100), 2).prefetch(1 + pass % 3).iterate();
      if (pass % 2 == 0) {
        batches.next();
      }
      batches.close();
    }
    // THEN
    assertThat(workers).noneMatch(Thread::isAlive);
  }

  @Test
  void stopsBetweenTwoItemsOfABatch() throws InterruptedException {
    // GIVEN a batch of a thousand items, whose second waits until the pass has been told to stop
    CountDownLatch reached = new CountDownLatch(2);
    CountDownLatch goOn = new CountDownLatch(1);
    Set<Long> asked = ConcurrentHashMap.newKeySet();
    Dataset slow =
        watched(1000)
            .map(
                item -> {
                  asked.addAll(Numbers.labels(item.arrays().get(1)));
                  reached.countDown();
                  if (reached.getCount() == 0) {
                    Uninterruptibles.awaitUninterruptibly(goOn);
                  }
                  return item;
                });
    Prefetcher prefetcher = start(slow, 1000, Duration.ofMillis(1));
    reached.await();
    // WHEN
    prefetcher.stop();
    goOn.countDown();
    joinWorkers();
    // THEN
    assertThat(asked).containsExactlyInAnyOrder(0L, 1L);
  }

  @Test
  void doesNotWaitForEverForADataSetThatHangs() throws InterruptedException {
    // GIVEN
    CountDownLatch reached = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    Dataset hangs =
        watched(10)
            .map(
                item -> {
                  reached.countDown();
                  Uninterruptibles.awaitUninterruptibly(release);
                  return item;
                });
    Prefetcher prefetcher = start(hangs, 2, Duration.ofMillis(10));
    reached.await();
    // WHEN
    prefetcher.stop();
    prefetcher.awaitEnd();
    // THEN the thread ends by itself as soon as it can
    assertThat(workers).hasSize(1).allMatch(Thread::isAlive);
    release.countDown();
    joinWorkers();
    assertThat(workers).noneMatch(Thread::isAlive);
  }

  @Test
  void isNotEndedByAnInterruptThatTheDataSetBringsUponItself() {
    // GIVEN
    Dataset interrupted =
        watched(20)
            .map(
                item -> {
                  Thread.currentThread().interrupt();
                  return item;
                });
    // WHEN, THEN
    assertThat(Numbers.labels(DataLoader.of(interrupted, 2).prefetch(1))).hasSize(10);
  }

  private static Prefetcher start(Dataset dataset, int batchSize, Duration patience) {
    ImmutableIntArray order = ImmutableIntArray.copyOf(IntStream.range(0, dataset.size()));
    DatasetLoader loader = DataLoader.of(dataset, batchSize);
    BatchMaker maker = new BatchMaker(loader, order, new Generator(1));
    return Prefetcher.start(maker, loader.size(), 1, patience);
  }

  private void joinWorkers() throws InterruptedException {
    for (Thread worker : workers) {
      worker.join();
    }
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
    CountDownLatch release = new CountDownLatch(1);
    Dataset stuck =
        watched(10)
            .map(
                item -> {
                  Uninterruptibles.awaitUninterruptibly(release);
                  return item;
                });
    Prefetcher prefetcher = start(stuck, 2, Duration.ofMillis(1));
    // WHEN
    Thread.currentThread().interrupt();
    // THEN
    assertThatThrownBy(() -> prefetcher.take(0))
        .isInstanceOf(CancellationException.class)
        .hasMessage("interrupted while waiting for batch 0");
    assertThat(Thread.interrupted()).isTrue();
    prefetcher.stop();
    release.countDown();
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
}
