package ai.miniai.dl4j;

import ai.miniai.data.Batch;
import ai.miniai.data.DataLoader;
import ai.miniai.tensor.Tensor;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.dataset.api.MultiDataSetPreProcessor;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;

/** A loader as a DL4J iterator over batches of several inputs and targets. */
final class MultiLoaderIterator extends LoaderPasses implements MultiDataSetIterator {
  private static final long serialVersionUID = 1;

  private final int inputs;
  private @Nullable MultiDataSetPreProcessor preProcessor;

  MultiLoaderIterator(DataLoader loader, int inputs, int classes) {
    super(loader, classes);
    this.inputs = inputs;
  }

  @Override
  public MultiDataSet next() {
    Batch batch = nextBatch();
    MultiDataSet next =
        new org.nd4j.linalg.dataset.MultiDataSet(
            batch.inputs(inputs).stream().map(Tensor::array).toArray(INDArray[]::new),
            batch.targets(inputs).stream().map(this::labels).toArray(INDArray[]::new));
    MultiDataSetPreProcessor change = preProcessor;
    if (change != null) {
      change.preProcess(next);
    }
    return next;
  }

  @Override
  public MultiDataSet next(int number) {
    throw noOtherSize();
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
