package ai.miniai.data;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkState;

import ai.miniai.tensor.Tensor;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.OptionalInt;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/** Passes on the batches of an ND4J iterator, on the thread that asks for them. */
final class IteratorLoader implements DataLoader {
  private final DataSetIterator iterator;
  private Pass current = new Pass();
  private OptionalInt size = OptionalInt.empty();

  IteratorLoader(DataSetIterator iterator) {
    checkArgument(
        iterator.resetSupported(),
        "expected an iterator that can be reset for each pass, got a %s, which cannot",
        iterator.getClass().getName());
    this.iterator = iterator;
    current.close();
  }

  /** Begins a pass and ends the one before: there is only one iterator for both. */
  @Override
  public Batches iterate() {
    current.close();
    iterator.reset();
    current = new Pass();
    return current;
  }

  /** Counts the batches in a pass of its own, if none has been read to its end yet. */
  @Override
  public int size() {
    if (size.isEmpty()) {
      checkState(
          !current.hasNext(),
          "the number of batches is not known yet, and counting would disturb the pass that is"
              + " under way: ask before it, or after it");
      iterator.reset();
      int count = 0;
      for (; iterator.hasNext(); count++) {
        iterator.next();
      }
      size = OptionalInt.of(count);
    }
    return size.getAsInt();
  }

  @Override
  public int batchSize() {
    return iterator.batch();
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
      DataSet batch = iterator.next();
      checkArgument(
          !batch.hasMaskArrays(),
          "batch %s has masks, which are not supported: pad the data, or mask in the model",
          count);
      count++;
      return new Batch(List.of(tensor(batch.getFeatures()), tensor(batch.getLabels())));
    }

    @Override
    public void close() {
      open = false;
    }
  }

  /** Asynchronous iterators give arrays whose memory they use again for the next batch. */
  private static Tensor tensor(INDArray array) {
    return Tensor.wrap(array.isAttached() ? array.detach() : array);
  }
}
