package ai.miniai.kernels.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;

import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.softmax_backward;
import org.bytedeco.dnnl.softmax_forward;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Softmax of each row of a row-major matrix, and its gradient. The logarithm of softmax is not
 * oneDNN's: its error is 4·10⁻⁶, ten times that of the plain loop.
 */
final class OneDnnSoftmax {
  /** With fewer values, a plain loop is as fast. */
  private static final long LEAST_VALUES = 1 << 13;

  /** All parameters for which primitives are created. */
  record Shape(long rows, long columns) {
    /** The number of parts that the rows are divided into; it depends only on the shape. */
    int parts() {
      return OneDnn.parts(rows, rows * columns);
    }
  }

  private final Part[] parts;

  OneDnnSoftmax(Shape shape) {
    parts = new Part[shape.parts()];
    OneDnn.alone(
        () -> {
          for (int i = 0; i < parts.length; i++) {
            long from = shape.rows * i / parts.length;
            long to = shape.rows * (i + 1) / parts.length;
            parts[i] = new Part(shape, from, to - from);
          }
        });
  }

  /** Whether there are so many values that oneDNN is faster than a plain loop. */
  static boolean isFast(INDArray x) {
    return x.dataType() == DataType.FLOAT && x.length() >= LEAST_VALUES;
  }

  /** Whether it is also right: of a row with NaN, oneDNN makes 0 except for the NaN itself. */
  static boolean isRight(INDArray x) {
    return isFast(x) && Double.isFinite(OneDnnRowSums.sum(x));
  }

  void run(INDArray x, INDArray out) {
    OneDnn.share(parts.length, i -> parts[i].run(start(x), start(out)), x, out);
  }

  /** Replaces the matrix from {@code x} on by its softmax. */
  void runInPlace(FloatPointer x) {
    OneDnn.share(parts.length, i -> parts[i].run(x, x));
  }

  /** Replaces the gradient of the softmax, given its result, by that of what it was made from. */
  void runBackwardInPlace(FloatPointer y, FloatPointer gradient) {
    OneDnn.share(parts.length, i -> parts[i].runBackward(y, gradient, gradient));
  }

  /** The gradient of softmax, given its result {@code y}. */
  void runBackward(INDArray y, INDArray gradient, INDArray out) {
    OneDnn.share(
        parts.length,
        i -> parts[i].runBackward(start(y), start(gradient), start(out)),
        y,
        gradient,
        out);
  }

  private static FloatPointer start(INDArray array) {
    return new OneDnn.Address(array, 0);
  }

  /** The part that one thread computes. */
  private static final class Part {
    private final long first;
    private final memory source;
    private final memory result;
    private final OneDnnPrimitive forward;
    private final RowGradient backward;

    Part(Shape shape, long firstRow, long rows) {
      first = firstRow * shape.columns;
      memory.desc values = OneDnn.describe(memory.format_tag.ab, rows, shape.columns);
      source = OneDnn.unplaced(values);
      result = OneDnn.unplaced(values);
      forward = forward(values);
      backward = backward(values, rows, shape.columns);
    }

    private static final int[] FORWARD = {DNNL_ARG_SRC, DNNL_ARG_DST};

    private static softmax_forward.primitive_desc plan(memory.desc values) {
      return new softmax_forward.primitive_desc(
          new softmax_forward.desc(prop_kind.forward_training.value, values, 1),
          OneDnn.attributes(),
          OneDnn.ENGINE);
    }

    private OneDnnPrimitive forward(memory.desc values) {
      var plan = plan(values);
      return new OneDnnPrimitive(
          "softmax", plan, new softmax_forward(plan), FORWARD, source, result);
    }

    private static RowGradient backward(memory.desc values, long rows, long columns) {
      var plan =
          new softmax_backward.primitive_desc(
              new softmax_backward.desc(values, values, 1),
              OneDnn.attributes(),
              OneDnn.ENGINE,
              plan(values));
      return OneDnnSoftmaxGradient.isFaster(plan, columns)
          ? new OneDnnSoftmaxGradient(rows, columns, false)
          : RowGradient.of("the gradient of softmax", plan, new softmax_backward(plan), values);
    }

    void run(FloatPointer x, FloatPointer out) {
      OneDnn.place(source, x, first);
      OneDnn.place(result, out, first);
      forward.run();
    }

    void runBackward(FloatPointer y, FloatPointer gradient, FloatPointer out) {
      backward.run(y.getPointer(first), gradient.getPointer(first), out.getPointer(first));
    }
  }
}
