package ai.miniai.dl4j;

import ai.miniai.data.Batch;
import ai.miniai.data.Batches;
import ai.miniai.data.DataLoader;
import ai.miniai.tensor.Tensor;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Common parts of the two kinds of DL4J iterators over our loader. */
abstract class LoaderPasses {
  private final DataLoader loader;
  private final int classes;
  private @Nullable Batches pass;

  LoaderPasses(DataLoader loader, int classes) {
    this.loader = loader;
    this.classes = classes;
  }

  final DataLoader loader() {
    return loader;
  }

  /** Ends the pass; the next one starts on demand. */
  public final void reset() {
    Batches before = pass;
    if (before != null) {
      before.close();
      pass = null;
    }
  }

  public final boolean resetSupported() {
    return true;
  }

  /**
   * False: a loader prefetches by itself, and its tensors must be created on the training thread.
   */
  public final boolean asyncSupported() {
    return false;
  }

  public final boolean hasNext() {
    return current().hasNext();
  }

  final Batch nextBatch() {
    return current().next();
  }

  private Batches current() {
    Batches running = pass;
    if (running == null) {
      running = loader.iterate();
      pass = running;
    }
    return running;
  }

  /** Labels in DL4J's form. */
  final INDArray labels(Tensor target) {
    return target.rank() == 1 && target.dataType().isIntType()
        ? OneHot.of(target, classes).array()
        : target.array();
  }

  /**
   * The exception of {@code next(int)}. DL4J allows iterators to reject other batch sizes, and its
   * own iterators do so too: here batches are prepared in advance, and cutting one would lose
   * items.
   */
  static UnsupportedOperationException noOtherSize() {
    // the type that DL4J's iterators throw, for callers that fall back to next()
    return new UnsupportedOperationException(
        "the loader decides how large its batches are: call next() without a number");
  }
}
