package ai.miniai.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import ai.miniai.data.transform.Transform;
import ai.miniai.random.Generator;
import ai.miniai.tensor.HostArray;
import com.google.common.primitives.ImmutableIntArray;
import com.google.common.util.concurrent.Uninterruptibles;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is thrown where a batch is made reaches the thread that asks for it. */
@Timeout(60)
class LoaderFailuresTest {
  /** Some things that code may throw: checked exceptions too, as Kotlin's and Lombok's does. */
  static Stream<Throwable> thrown() {
    return Stream.of(
        new IllegalStateException("unchecked"),
        new IOException("checked"),
        new InterruptedException("interrupted"),
        new Throwable("neither exception nor error"),
        new OutOfMemoryError("Java heap space"),
        new StackOverflowError(),
        new AssertionError("wrong"),
        new NoClassDefFoundError("some/Codec"),
        new UnsatisfiedLinkError("no codec in java.library.path"),
        new ExceptionInInitializerError("static"),
        new ThreadDeath(),
        new SpeechlessException());
  }

  /** An exception that fails when it is asked what it says. */
  private static final class SpeechlessException extends RuntimeException {
    private static final long serialVersionUID = 1;

    @Override
    public String getMessage() {
      throw new IllegalStateException("no message");
    }
  }

  @ParameterizedTest
  @MethodSource("thrown")
  void namesTheSampleWhateverTheDataSetThrows(Throwable failure) {
    for (int prefetch : new int[] {0, 2}) {
      // GIVEN
      Dataset failing =
          new Numbers(20)
              .map(
                  item -> {
                    if (Numbers.labels(item.arrays().get(1)).contains(7L)) {
                      sneak(failure);
                    }
                    return item;
                  });
      DataLoader loader = DataLoader.of(failing, 2).prefetch(prefetch);
      // WHEN
      Throwable arrived = catchThrowable(() -> loader.forEach(batch -> {}));
      // THEN
      assertThat(arrived).isInstanceOf(SampleException.class);
      assertThat(((SampleException) arrived).index()).isEqualTo(7);
      assertThat(arrived.getCause()).isSameAs(failure);
    }
  }

  @ParameterizedTest
  @MethodSource("thrown")
  void handsOnWhateverTheCollateFunctionThrows(Throwable failure) {
    Collate failing =
        samples -> {
          sneak(failure);
          return List.of();
        };
    assertArrives(failure, DataLoader.of(new Numbers(4), 2).collate(failing));
  }

  @ParameterizedTest
  @MethodSource("thrown")
  void handsOnWhateverATransformThrows(Throwable failure) {
    Transform failing =
        (images, generator) -> {
          sneak(failure);
          return images;
        };
    Dataset images = new Numbers(4).map(item -> Sample.of(new float[1], new long[] {1, 1, 1}, 0));
    assertArrives(failure, DataLoader.of(images, 2).transform(failing));
  }

  @ParameterizedTest
  @MethodSource("thrown")
  void handsOnWhateverAStackingDataSetThrows(Throwable failure) {
    StackingDataset failing =
        new StackingDataset() {
          @Override
          public int size() {
            return 4;
          }

          @Override
          public Sample get(int index) {
            throw new AssertionError("not asked");
          }

          @Override
          public List<HostArray> stack(int... indices) {
            sneak(failure);
            return List.of();
          }
        };
    assertArrives(failure, DataLoader.of(failing, 2));
  }

  private static void assertArrives(Throwable failure, DatasetLoader loader) {
    for (int prefetch : new int[] {0, 2}) {
      Throwable arrived = catchThrowable(() -> loader.prefetch(prefetch).forEach(batch -> {}));
      boolean unchecked = failure instanceof RuntimeException || failure instanceof Error;
      assertThat(unchecked ? arrived : arrived.getCause()).isSameAs(failure);
      if (!unchecked) {
        assertThat(arrived).hasMessageStartingWith("batch 0 (samples [0, 1]) failed: " + failure);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("thrown")
  void handsOnWhateverTheSizeThrows(Throwable failure) {
    Dataset failing =
        new Dataset() {
          @Override
          public int size() {
            sneak(failure);
            return 1;
          }

          @Override
          public Sample get(int index) {
            throw new AssertionError("not asked");
          }
        };
    assertThat(catchThrowable(() -> DataLoader.of(failing, 2).iterate())).isSameAs(failure);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2})
  void arrivesWhenTheStackOfTheLoadersThreadOverflows(int prefetch) {
    Dataset endless = new Numbers(4).map(LoaderFailuresTest::endless);
    assertThatThrownBy(() -> DataLoader.of(endless, 2).prefetch(prefetch).iterate().next())
        .isInstanceOf(SampleException.class)
        .hasCauseInstanceOf(StackOverflowError.class);
  }

  @SuppressWarnings("InfiniteRecursion")
  private static Sample endless(Sample item) {
    return Sample.of(endless(item).arrays().get(0));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2})
  void saysThatTheDataSetGaveNothing(int prefetch) {
    Dataset nothing = new Numbers(4).map(item -> null);
    assertThatThrownBy(() -> DataLoader.of(nothing, 2).prefetch(prefetch).iterate().next())
        .hasMessage(
            "the data set could not give sample 0: java.lang.NullPointerException: Dataset.get"
                + " returned null");
  }

  @Test
  void doesNotWaitForAThreadThatHasDied() throws InterruptedException {
    // GIVEN a thread that ends without a word: here, because it has no more batches to make
    DatasetLoader loader = DataLoader.of(new Numbers(2), 2);
    BatchMaker maker = new BatchMaker(loader, ImmutableIntArray.of(0, 1), new Generator(1));
    Prefetcher prefetcher = Prefetcher.start(maker, 1, 1, Prefetcher.PATIENCE);
    prefetcher.take(0);
    prefetcher.awaitEnd();
    // WHEN, THEN
    assertThatThrownBy(() -> prefetcher.take(1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the thread that makes the batches ended before batch 1");
  }

  @Test
  void isNotDisturbedByInterruptsFromOutside() {
    // GIVEN somebody who interrupts the thread of the loader all the time
    var workers = ConcurrentHashMap.<Thread>newKeySet();
    Dataset watched =
        new Numbers(200)
            .map(
                item -> {
                  workers.add(Thread.currentThread());
                  return item;
                });
    Batches batches = DataLoader.of(watched, 1).prefetch(1).iterate();
    // WHEN
    int count = 0;
    while (batches.hasNext()) {
      batches.next();
      workers.forEach(Thread::interrupt);
      count++;
    }
    // THEN
    assertThat(count).isEqualTo(200);
    workers.forEach(Uninterruptibles::joinUninterruptibly);
  }

  @Test
  void refusesADataSetOfNegativeSize() {
    assertThatThrownBy(() -> DataLoader.of(new Numbers(-1), 2).iterate())
        .hasMessage("expected a data set of 0 or more items, its size() gave -1");
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <T extends Throwable> void sneak(Throwable failure) throws T {
    throw (T) failure;
  }
}
