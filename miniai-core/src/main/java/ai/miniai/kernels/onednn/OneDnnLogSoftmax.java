package ai.miniai.kernels.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_ATTR_MULTIPLE_POST_OP_BASE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_0;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;

import ai.miniai.kernels.elementwise.FloatLog;
import ai.miniai.kernels.softmax.CpuSoftmax;
import java.util.concurrent.atomic.AtomicBoolean;
import org.bytedeco.dnnl.binary;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
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
    AtomicBoolean doubtful = new AtomicBoolean();
    blocks.run(
        (block, at) -> {
          if (!block.run(new OneDnn.Address(x, at), new OneDnn.Address(out, at))) {
            doubtful.set(true);
          }
        },
        x,
        out);
    if (doubtful.get() && !Double.isFinite(OneDnnSum.of(x))) {
      out.assign(new CpuSoftmax(1).logSoftmax(x));
    }
  }

  /** Writes the gradient, given the logarithm {@code y}, to another array. */
  void runBackward(INDArray y, INDArray gradient, INDArray out) {
    AtomicBoolean doubtful = new AtomicBoolean();
    blocks.run(
        (block, at) -> {
          if (!block.runBackward(
              new OneDnn.Address(y, at),
              new OneDnn.Address(gradient, at),
              new OneDnn.Address(out, at))) {
            doubtful.set(true);
          }
        },
        y,
        gradient,
        out);
    if (doubtful.get()) {
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
    private final memory probabilities;
    private final memory sums;
    private final memory resultGradient;
    private final memory sourceGradient;
    private final OneDnnPrimitive combination;

    Block(int rows, int columns) {
      this.rows = rows;
      this.columns = columns;
      powers = new OneDnnPowers(rows, columns);
      difference = new OneDnnPerRow(algorithm.binary_sub, rows, columns);
      softmax = new OneDnnSoftmax.Block(rows, columns);
      exp = new OneDnnExp((long) rows * columns);
      memory.desc values = OneDnn.describe(memory.format_tag.abc, 1, rows, columns);
      memory.desc perRow = OneDnn.describe(memory.format_tag.abc, 1, rows, 1);
      probabilities = OneDnn.unplaced(values);
      sums = OneDnn.unplaced(perRow);
      resultGradient = OneDnn.unplaced(values);
      sourceGradient = OneDnn.unplaced(values);
      combination = combination(values, perRow);
    }

    private OneDnnPrimitive combination(memory.desc values, memory.desc perRow) {
      post_ops steps = new post_ops();
      steps.append_binary(algorithm.binary_add, values);
      var plan =
          new binary.primitive_desc(
              new binary.desc(algorithm.binary_mul.value, values, perRow, values),
              OneDnn.attributes(steps),
              OneDnn.ENGINE);
      int[] roles = {
        DNNL_ARG_SRC_0,
        DNNL_ARG_SRC_1,
        DNNL_ARG_ATTR_MULTIPLE_POST_OP_BASE | DNNL_ARG_SRC_1,
        DNNL_ARG_DST
      };
      return new OneDnnPrimitive(
          "the gradient of logSoftmax",
          plan,
          new binary(plan),
          roles,
          probabilities,
          sums,
          resultGradient,
          sourceGradient);
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
        OneDnn.place(probabilities, inner, 0);
        OneDnn.place(sums, perRow, 0);
        OneDnn.place(resultGradient, gradient, 0);
        OneDnn.place(sourceGradient, out, 0);
        combination.run();
        return Double.isFinite(OneDnnSum.of(inner, values));
      }
    }
  }
}
