package ai.miniai.data;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkNotNull;
import static com.google.common.base.Preconditions.checkState;

import ai.miniai.tensor.Tensor;
import com.google.common.collect.ImmutableList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;

/**
 * Returns the batches of an ND4J iterator, on the thread that asks for them.
 *
 * @param <D> the type of the iterator's elements
 */
abstract class IteratorLoader<D> implements DataLoader {
  private static final String NO_BATCH = "the iterator, a %s, gives no batch after a reset";

  private final Iterator<D> iterator;
  private Pass current = new Pass();
  private OptionalInt size = OptionalInt.empty();
  private OptionalInt batchSize = OptionalInt.empty();

  private IteratorLoader(Iterator<D> iterator, boolean resetSupported) {
    checkArgument(
        resetSupported,
        "expected an iterator that can be reset for each pass, got a %s, which cannot",
        iterator.getClass().getName());
    this.iterator = iterator;
    current.close();
  }

  static IteratorLoader<DataSet> of(DataSetIterator iterator) {
    return new IteratorLoader<>(iterator, iterator.resetSupported()) {
      @Override
      void reset() {
        iterator.reset();
      }

      @Override
      boolean hasMasks(DataSet batch) {
        return batch.hasMaskArrays();
      }

      @Override
      Stream<INDArray> arrays(DataSet batch) {
        return Stream.of(batch.getFeatures(), batch.getLabels());
      }

      @Override
      public int batchSize() {
        return iterator.batch();
      }
    };
  }

  static IteratorLoader<MultiDataSet> of(MultiDataSetIterator iterator) {
    return new IteratorLoader<>(iterator, iterator.resetSupported()) {
      @Override
      void reset() {
        iterator.reset();
      }

      @Override
      boolean hasMasks(MultiDataSet batch) {
        return batch.hasMaskArrays();
      }

      @Override
      Stream<INDArray> arrays(MultiDataSet batch) {
        return Stream.of(batch.getFeatures(), batch.getLabels())
            .flatMap(part -> part == null ? Stream.of((INDArray) null) : Arrays.stream(part));
      }
    };
  }

  abstract void reset();

  abstract boolean hasMasks(D batch);

  /** Features, then labels; null for missing ones. */
  abstract Stream<INDArray> arrays(D batch);

  /** Starts a pass and ends the previous one: both use the same iterator. */
  @Override
  public Batches iterate() {
    current.close();
    reset();
    current = new Pass();
    return current;
  }

  /** Reads a first batch, unless a pass is running or its batches have been counted. */
  @Override
  public void checkNotEmpty() {
    if (!current.open && size.isEmpty() && !iterator.hasNext()) {
      reset(); // other code has read it to its end
      checkState(iterator.hasNext(), NO_BATCH, iterator.getClass().getName());
    }
    checkState(size.orElse(1) > 0, NO_BATCH, iterator.getClass().getName());
  }

  /** The number of batches; counts them in an extra pass if none has been read to its end yet. */
  @Override
  public int size() {
    if (size.isEmpty()) {
      checkState(
          !current.hasNext(),
          "the number of batches is not known yet, and counting would disturb the pass that is"
              + " under way: ask before it, or after it");
      reset();
      Pass counting = new Pass();
      counting.forEachRemaining(batch -> {});
    }
    return size.getAsInt();
  }

  /** The size of the first batch, for iterators that do not report it. */
  @Override
  public int batchSize() {
    if (batchSize.isEmpty()) {
      size();
    }
    return batchSize.orElse(0);
  }

  private final class Pass implements Batches {
    private boolean open = true;
    private int count;

    @Override
    public boolean hasNext() {
      if (open && !iterator.hasNext()) {
        size = OptionalInt.of(count);
        open = false;
      }
      return open;
    }

    @Override
    public Batch next() {
      if (!hasNext()) {
        throw new NoSuchElementException("the pass over the data has ended");
      }
      D next = checkNotNull(iterator.next(), "the iterator gave null for batch %s", count);
      checkArgument(
          !hasMasks(next),
          "batch %s has masks, which are not supported: pad the data, or mask in the model",
          count);
      count++;
      checkArgument(
          arrays(next).allMatch(Objects::nonNull),
          "batch %s lacks its features or its labels: where there are none to learn, as in an"
              + " autoencoder, let the labels be the features",
          count - 1);
      Batch batch =
          new Batch(
              arrays(next).map(IteratorLoader::tensor).collect(ImmutableList.toImmutableList()));
      if (batchSize.isEmpty()) {
        batchSize = OptionalInt.of(batch.size());
      }
      return batch;
    }

    @Override
    public void close() {
      open = false;
    }
  }

  /**
   * Makes a copy if needed: asynchronous iterators reuse the memory of their arrays for the next
   * batch.
   */
  private static Tensor tensor(INDArray array) {
    return Tensor.wrap(array.isAttached() ? array.detach() : array);
  }
}
