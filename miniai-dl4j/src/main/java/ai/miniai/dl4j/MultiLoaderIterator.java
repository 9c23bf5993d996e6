package ai.miniai.dl4j;

import ai.miniai.data.Batch;
import ai.miniai.data.DataLoader;
import ai.miniai.tensor.Tensor;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.dataset.api.MultiDataSetPreProcessor;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;

/** A loader as DL4J's iterator over batches of several inputs and targets. */
final class MultiLoaderIterator implements MultiDataSetIterator {
  private static final long serialVersionUID = 1;

  private final transient LoaderPasses passes;
  private final int inputs;
  private @Nullable MultiDataSetPreProcessor preProcessor;

  MultiLoaderIterator(DataLoader loader, int inputs, int classes) {
    this.passes = new LoaderPasses(loader, classes);
    this.inputs = inputs;
  }

  @Override
  public boolean hasNext() {
    return passes.hasNext();
  }

  @Override
  public MultiDataSet next() {
    Batch batch = passes.next();
    MultiDataSet next =
        new org.nd4j.linalg.dataset.MultiDataSet(
            batch.inputs(inputs).stream().map(Tensor::array).toArray(INDArray[]::new),
            batch.targets(inputs).stream().map(passes::labels).toArray(INDArray[]::new));
    MultiDataSetPreProcessor change = preProcessor;
    if (change != null) {
      change.preProcess(next);
    }
    return next;
  }

  @Override
  public void reset() {
    passes.reset();
  }

  @Override
  public boolean resetSupported() {
    return true;
  }

  /** A loader prefetches by itself, and its tensors are made on the thread that trains. */
  @Override
  public boolean asyncSupported() {
    return false;
  }

  @Override
  public MultiDataSet next(int number) {
    throw LoaderPasses.noOtherSize();
  }

  @Override
  public void setPreProcessor(@Nullable MultiDataSetPreProcessor change) {
    preProcessor = change;
  }

  @Override
  public @Nullable MultiDataSetPreProcessor getPreProcessor() {
    return preProcessor;
  }
}
