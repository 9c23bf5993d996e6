package ai.miniai.kernels.onednn;

import ai.miniai.array.FloatBlocks;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.logsoftmax_backward;
import org.bytedeco.dnnl.logsoftmax_forward;
import org.bytedeco.dnnl.memory;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The logarithm of the softmax of rows, and its gradient. oneDNN's own logarithm has an error of
 * 4·10⁻⁶, so the logarithm is computed from the softmax; its gradient has no logarithm.
 */
final class OneDnnLogSoftmax {
  private final Part[] parts;

  OneDnnLogSoftmax(OneDnnSoftmax.Shape shape) {
    parts = new Part[shape.parts()];
    OneDnn.alone(
        () -> {
          for (int i = 0; i < parts.length; i++) {
            long from = shape.rows() * i / parts.length;
            long to = shape.rows() * (i + 1) / parts.length;
            parts[i] = new Part(from, to - from, shape.columns());
          }
        });
  }

  /**
   * Replaces y = softmax(x) by its logarithm, x − s. For any element of the row s is x − log y; one
   * whose y is not below the mean gives it exactly.
   */
  static void logarithm(INDArray x, INDArray y) {
    int columns = (int) x.size(1);
    FloatBlocks.ofRows(x, y, y)
        .write(
            (blocks, length) -> {
              for (int from = 0; from < length; from += columns) {
                int likely = likely(blocks[1], from, columns);
                double shift = blocks[0][likely] - Math.log(blocks[1][likely]);
                subtract(blocks[0], (float) shift, blocks[2], from, from + columns);
              }
            });
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

  private static void subtract(float[] x, float shift, float[] out, int from, int to) {
    for (int i = from; i < to; i++) {
      out[i] = x[i] - shift;
    }
  }

  /** Writes the gradient, given the logarithm {@code y}. */
  void runBackward(INDArray y, INDArray gradient, INDArray out) {
    OneDnn.share(parts.length, i -> parts[i].run(y, gradient, out), y, gradient, out);
  }

  /** The part that one thread computes. */
  private static final class Part {
    private final long first;
    private final RowGradient backward;

    Part(long firstRow, long rows, long columns) {
      first = firstRow * columns;
      backward = backward(rows, columns);
    }

    private static RowGradient backward(long rows, long columns) {
      memory.desc values = OneDnn.describe(memory.format_tag.ab, rows, columns);
      var forward =
          new logsoftmax_forward.primitive_desc(
              new logsoftmax_forward.desc(prop_kind.forward_training.value, values, 1),
              OneDnn.attributes(),
              OneDnn.ENGINE);
      var plan =
          new logsoftmax_backward.primitive_desc(
              new logsoftmax_backward.desc(values, values, 1),
              OneDnn.attributes(),
              OneDnn.ENGINE,
              forward);
      return plan.impl_info_str().getString().startsWith("ref")
          ? new OneDnnSoftmaxGradient(rows, columns, true)
          : RowGradient.of(
              "the gradient of logSoftmax", plan, new logsoftmax_backward(plan), values);
    }

    void run(INDArray y, INDArray gradient, INDArray out) {
      backward.run(
          new OneDnn.Address(y, first),
          new OneDnn.Address(gradient, first),
          new OneDnn.Address(out, first));
    }
  }
}
