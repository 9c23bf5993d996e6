package ai.miniai.dl4j;

import ai.miniai.data.Batch;
import ai.miniai.data.Batches;
import ai.miniai.data.DataLoader;
import ai.miniai.tensor.Tensor;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What DL4J's two kinds of iterator over our loader have in common. */
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

  /** Ends the pass; the next begins when it is asked for. */
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

  /** A loader prefetches by itself, and its tensors are made on the thread that trains. */
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

  /** Labels as DL4J wants them. */
  final INDArray labels(Tensor target) {
    return target.rank() == 1 && target.dataType().isIntType()
        ? OneHot.of(target, classes).array()
        : target.array();
  }

  /**
   * What {@code next(int)} throws. DL4J lets an iterator refuse another batch size so, and its own
   * do: batches are made ahead of time, and items are gone that would have to be cut off.
   */
  static UnsupportedOperationException noOtherSize() {
    // the type that DL4J's iterators throw, for callers that fall back to next()
    return new UnsupportedOperationException(
        "the loader decides how large its batches are: call next() without a number");
  }
}
