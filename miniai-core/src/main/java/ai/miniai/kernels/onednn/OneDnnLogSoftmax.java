package ai.miniai.kernels.onednn;

import ai.miniai.kernels.elementwise.FloatLog;
import ai.miniai.kernels.softmax.CpuSoftmax;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The logarithm of the softmax of each row of a row-major matrix, x − log Σ exp(x), and its
 * gradient, g − exp(y) · Σ g, in blocks of rows that stay in the cache. oneDNN's own logarithm has
 * an error of 4·10⁻⁶.
 */
final class OneDnnLogSoftmax {
  private final OneDnnBlocks<Block> blocks;

  OneDnnLogSoftmax(OneDnnSoftmax.Shape shape) {
    blocks =
        new OneDnnBlocks<>(
            shape.rows() * shape.columns(),
            shape.block(),
            length -> new Block((int) (length / shape.columns()), (int) shape.columns()));
  }

  void run(INDArray x, INDArray out) {
    boolean sure =
        blocks.succeed(
            (block, at) -> block.run(new OneDnn.Address(x, at), new OneDnn.Address(out, at)),
            x,
            out);
    if (!sure && !Double.isFinite(OneDnnSum.of(x))) {
      out.assign(new CpuSoftmax(1).logSoftmax(x));
    }
  }

  /** Writes the gradient, given the logarithm {@code y}, to another array. */
  void runBackward(INDArray y, INDArray gradient, INDArray out) {
    boolean finite =
        blocks.succeed(
            (block, at) ->
                block.runBackward(
                    new OneDnn.Address(y, at),
                    new OneDnn.Address(gradient, at),
                    new OneDnn.Address(out, at)),
            y,
            gradient,
            out);
    if (!finite) {
      out.assign(new CpuSoftmax(1).logSoftmaxBackward(y, gradient));
    }
  }

  /** Some rows. */
  private static final class Block {
    private final int rows;
    private final int columns;
    private final OneDnnPowers powers;
    private final FloatLog log = new FloatLog();
    private final OneDnnPerRow difference;
    private final OneDnnSoftmax.Block softmax;
    private final OneDnnExp exp;
    private final OneDnnPerRow combination;

    Block(int rows, int columns) {
      this.rows = rows;
      this.columns = columns;
      powers = new OneDnnPowers(rows, columns);
      difference = new OneDnnPerRow(algorithm.binary_sub, rows, columns);
      softmax = new OneDnnSoftmax.Block(rows, columns);
      exp = new OneDnnExp((long) rows * columns);
      combination = new OneDnnPerRow(algorithm.binary_mul, algorithm.binary_add, rows, columns);
    }

    /** Returns false if the sums are not moderate; then a row with NaN is wrong. */
    boolean run(FloatPointer x, FloatPointer out) {
      try (Scratchpad scratch = Scratchpad.borrow((columns + 1L) * rows * Float.BYTES)) {
        FloatPointer inner = new FloatPointer(scratch.memory());
        FloatPointer perRow = inner.getPointer((long) rows * columns);
        boolean moderate = powers.run(x, inner, perRow);
        float[] logarithms = powers.sums();
        if (moderate) {
          log.applyInDouble(logarithms, logarithms, rows);
        } else {
          softmax.runOwn(x, inner);
          logarithms(x, inner, logarithms);
        }
        perRow.put(logarithms, 0, rows);
        difference.run(x, perRow, out);
        return moderate;
      }
    }

    /**
     * The logarithm of the sum of each row, given the softmax y: x − log y for any element. One
     * whose y is not below the mean gives it exactly.
     */
    private void logarithms(FloatPointer x, FloatPointer y, float[] out) {
      float[] values = new float[rows * columns];
      float[] probabilities = new float[rows * columns];
      x.get(values, 0, values.length);
      y.get(probabilities, 0, probabilities.length);
      for (int row = 0; row < rows; row++) {
        int likely = likely(probabilities, row * columns, columns);
        out[row] = (float) (values[likely] - Math.log(probabilities[likely]));
      }
    }

    /** The first element of a row that is not below the mean. */
    private static int likely(float[] y, int from, int columns) {
      float mean = 0.99f / columns; // all may be rounded down
      int at = from;
      while (at < from + columns - 1 && y[at] < mean) {
        at++;
      }
      return at;
    }

    /** Returns false, and nothing useful, if exp(y) is not finite. */
    boolean runBackward(FloatPointer y, FloatPointer gradient, FloatPointer out) {
      long values = (long) rows * columns;
      try (Scratchpad scratch = Scratchpad.borrow((values + rows) * Float.BYTES)) {
        FloatPointer inner = new FloatPointer(scratch.memory());
        FloatPointer perRow = inner.getPointer(values);
        exp.run(y, inner);
        OneDnnRowSums.run(gradient, rows, columns, -1, perRow);
        combination.run(inner, perRow, gradient, out);
        return Double.isFinite(OneDnnSum.of(inner, values));
      }
    }
  }
}
