package ai.miniai.kernels.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;

import ai.miniai.kernels.softmax.CpuSoftmax;
import com.google.common.primitives.Ints;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.softmax_backward;
import org.bytedeco.dnnl.softmax_forward;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Softmax of each row of a row-major matrix, and its gradient, in blocks of rows that stay in the
 * cache: exponentials, their sums and quotients. oneDNN's own softmax takes half as much time
 * again; it serves where the sums are not moderate.
 */
final class OneDnnSoftmax {
  /** With fewer values, a plain loop is as fast. */
  private static final long LEAST_VALUES = 1 << 13;

  /** About as many values are processed at a time. */
  private static final int BLOCK = 1 << 15;

  /** All parameters for which primitives are created. */
  record Shape(long rows, long columns) {
    /** The number of values of a block: whole rows. */
    int block() {
      return Ints.checkedCast(Math.max(1, BLOCK / columns) * columns);
    }
  }

  private final OneDnnBlocks<Block> blocks;

  OneDnnSoftmax(Shape shape) {
    blocks =
        new OneDnnBlocks<>(
            shape.rows * shape.columns,
            shape.block(),
            length -> new Block((int) (length / shape.columns), (int) shape.columns));
  }

  /** Whether there are so many values that oneDNN is faster than a plain loop. */
  static boolean isFast(INDArray x) {
    return x.dataType() == DataType.FLOAT && x.length() >= LEAST_VALUES;
  }

  void run(INDArray x, INDArray out) {
    boolean sure =
        blocks.succeed(
            (block, at) -> block.run(new OneDnn.Address(x, at), new OneDnn.Address(out, at)),
            x,
            out);
    if (!sure && !Double.isFinite(OneDnnSum.of(x))) {
      out.assign(new CpuSoftmax(1).softmax(x)); // oneDNN's own makes 0 of a row with NaN
    }
  }

  /** Replaces the matrix from {@code x} on, which has no NaN, by its softmax. */
  void runInPlace(FloatPointer x) {
    blocks.run((block, at) -> block.run(x.getPointer(at), x.getPointer(at)));
  }

  /** Replaces the gradient of the softmax, given its result, by that of what it was made from. */
  void runBackwardInPlace(FloatPointer y, FloatPointer gradient) {
    blocks.run(
        (block, at) ->
            block.backward.run(y.getPointer(at), gradient.getPointer(at), gradient.getPointer(at)));
  }

  /** The gradient of softmax, given its result {@code y}. */
  void runBackward(INDArray y, INDArray gradient, INDArray out) {
    blocks.run(
        (block, at) ->
            block.backward.run(
                new OneDnn.Address(y, at),
                new OneDnn.Address(gradient, at),
                new OneDnn.Address(out, at)),
        y,
        gradient,
        out);
  }

  /** Some rows. */
  static final class Block {
    private final int rows;
    private final int columns;
    private final OneDnnPowers powers;
    private final OneDnnPerRow quotient;
    private final memory source;
    private final memory result;
    private final OneDnnPrimitive own;
    private final RowGradient backward;

    Block(int rows, int columns) {
      this.rows = rows;
      this.columns = columns;
      powers = new OneDnnPowers(rows, columns);
      quotient = new OneDnnPerRow(algorithm.binary_div, rows, columns);
      memory.desc values = OneDnn.describe(memory.format_tag.ab, rows, columns);
      source = OneDnn.unplaced(values);
      result = OneDnn.unplaced(values);
      own = own(values);
      backward = backward(values, rows, columns);
    }

    private static softmax_forward.primitive_desc plan(memory.desc values) {
      return new softmax_forward.primitive_desc(
          new softmax_forward.desc(prop_kind.forward_training.value, values, 1),
          OneDnn.attributes(),
          OneDnn.ENGINE);
    }

    private OneDnnPrimitive own(memory.desc values) {
      var plan = plan(values);
      int[] roles = {DNNL_ARG_SRC, DNNL_ARG_DST};
      return new OneDnnPrimitive("softmax", plan, new softmax_forward(plan), roles, source, result);
    }

    private static RowGradient backward(memory.desc values, long rows, long columns) {
      var plan =
          new softmax_backward.primitive_desc(
              new softmax_backward.desc(values, values, 1),
              OneDnn.attributes(),
              OneDnn.ENGINE,
              plan(values));
      return OneDnnSoftmaxGradient.isFaster(plan, columns)
          ? new OneDnnSoftmaxGradient(rows, columns)
          : RowGradient.of("the gradient of softmax", plan, new softmax_backward(plan), values);
    }

    /** Returns false if oneDNN's own softmax was used; then a row with NaN is wrong. */
    boolean run(FloatPointer x, FloatPointer out) {
      try (Scratchpad scratch = Scratchpad.borrow((columns + 1L) * rows * Float.BYTES)) {
        FloatPointer inner = new FloatPointer(scratch.memory());
        FloatPointer sums = inner.getPointer((long) rows * columns);
        if (powers.run(x, inner, sums)) {
          quotient.run(inner, sums, out);
          return true;
        }
      }
      runOwn(x, out);
      return false;
    }

    /** oneDNN's own softmax. */
    void runOwn(FloatPointer x, FloatPointer out) {
      OneDnn.place(source, x, 0);
      OneDnn.place(result, out, 0);
      own.run();
    }
  }
}
