package ai.miniai.dl4j;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.data.Batch;
import ai.miniai.data.DataLoader;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.DataSetPreProcessor;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/** A loader as a DL4J iterator over batches of one input and one target. */
final class LoaderIterator extends LoaderPasses implements DataSetIterator {
  private static final long serialVersionUID = 1;

  private final int classes;
  private @Nullable DataSetPreProcessor preProcessor;

  LoaderIterator(DataLoader loader, int classes) {
    super(loader, classes);
    this.classes = classes;
  }

  @Override
  public DataSet next() {
    Batch batch = nextBatch();
    checkArgument(
        batch.tensors().size() == 2,
        "expected batches of an input and a target, got %s tensors: use multiIterator",
        batch.tensors().size());
    DataSet next = new DataSet(batch.x().array(), labels(batch.y()));
    DataSetPreProcessor change = preProcessor;
    if (change != null) {
      change.preProcess(next);
    }
    return next;
  }

  @Override
  public int batch() {
    return loader().batchSize();
  }

  @Override
  public int totalOutcomes() {
    return classes;
  }

  /** The number of values in one input. */
  @Override
  public int inputColumns() {
    try (var pass = loader().iterate()) {
      if (!pass.hasNext()) {
        throw new NoSuchElementException("the loader has no batch to learn the number from");
      }
      Batch first = pass.next();
      return Math.toIntExact(first.x().length() / first.size());
    }
  }

  @Override
  public DataSet next(int number) {
    throw noOtherSize();
  }

  @Override
  public void setPreProcessor(@Nullable DataSetPreProcessor change) {
    preProcessor = change;
  }

  @Override
  public @Nullable DataSetPreProcessor getPreProcessor() {
    return preProcessor;
  }

  /** The loader does not know class names; an empty list would mean that there are no classes. */
  @Override
  public @Nullable List<String> getLabels() {
    return null;
  }
}
