package ai.miniai.kernels.softmax;

import ai.miniai.array.FloatBlocks;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Softmax along one dimension, its logarithm, and their gradients, in plain Java, of float32 arrays
 * that {@link FloatBlocks} can read. Fastest if the dimension is the last in memory; other arrays
 * are copied so that it is.
 */
public final class CpuSoftmax {
  private final int dim;

  /** Along {@code dim}, which is not negative. */
  public CpuSoftmax(int dim) {
    this.dim = dim;
  }

  /** exp(x), scaled to sum to 1. */
  public INDArray softmax(INDArray x) {
    return run((b, columns, n) -> RowSoftmax.ofThread().softmax(b[0], b[1], columns, n), x);
  }

  /** The logarithm of {@link #softmax}. */
  public INDArray logSoftmax(INDArray x) {
    return run((b, columns, n) -> RowSoftmax.ofThread().logSoftmax(b[0], b[1], columns, n), x);
  }

  /** The gradient of {@link #softmax}, given its result. */
  public INDArray softmaxBackward(INDArray y, INDArray gradient) {
    return run(
        (b, columns, n) -> RowSoftmax.ofThread().differentiateSoftmax(b[0], b[1], b[2], columns, n),
        y,
        gradient);
  }

  /** The gradient of {@link #logSoftmax}, given its result. */
  public INDArray logSoftmaxBackward(INDArray y, INDArray gradient) {
    return run(
        (b, columns, n) ->
            RowSoftmax.ofThread().differentiateLogSoftmax(b[0], b[1], b[2], columns, n),
        y,
        gradient);
  }

  /** Processes blocks of whole rows: those of the arguments, then that of the result. */
  @FunctionalInterface
  private interface Body {
    void run(float[][] blocks, int columns, int length);
  }

  private INDArray run(Body body, INDArray... arguments) {
    int columns = Math.toIntExact(arguments[0].size(dim));
    return RowsAlong.compute(
        dim,
        rows -> FloatBlocks.ofRows(rows).write((blocks, n) -> body.run(blocks, columns, n)),
        arguments);
  }
}
