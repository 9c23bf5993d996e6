package ai.miniai.kernels.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;

import ai.miniai.array.Team;
import org.bytedeco.dnnl.eltwise_backward;
import org.bytedeco.dnnl.eltwise_forward;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The gradient of max(x, 0) for arrays of a fixed length. Where x is NaN, the gradient is passed
 * on.
 */
final class OneDnnRelu {
  /**
   * The number of values in every part but the last is a multiple of this, which is one cache line.
   */
  private static final long LINE = 16;

  private final Part[] parts;

  OneDnnRelu(long length) {
    long lines = (length + LINE - 1) / LINE;
    int count = (int) Math.min(Team.SIZE, lines);
    parts = new Part[count];
    OneDnn.alone(
        () -> {
          for (int i = 0; i < count; i++) {
            long from = lines * i / count * LINE;
            long to = Math.min(lines * (i + 1) / count * LINE, length);
            parts[i] = new Part(from, to - from);
          }
        });
  }

  /** {@code x} may be the input or the result of ReLU. */
  void runBackward(INDArray x, INDArray gradient, INDArray out) {
    OneDnn.share(parts.length, i -> parts[i].runBackward(x, gradient, out), x, gradient, out);
  }

  /** The part that one thread computes. */
  private static final class Part {
    private final long first;
    private final memory source;
    private final memory resultGradient;
    private final memory sourceGradient;
    private final OneDnnPrimitive backward;

    Part(long first, long length) {
      this.first = first;
      memory.desc values = OneDnn.describe(memory.format_tag.a, length);
      source = OneDnn.unplaced(values);
      resultGradient = OneDnn.unplaced(values);
      sourceGradient = OneDnn.unplaced(values);
      var description =
          new eltwise_forward.primitive_desc(
              new eltwise_forward.desc(
                  prop_kind.forward_training.value, algorithm.eltwise_relu.value, values, 0, 0),
              OneDnn.attributes(),
              OneDnn.ENGINE);
      var backwardDescription =
          new eltwise_backward.primitive_desc(
              new eltwise_backward.desc(algorithm.eltwise_relu.value, values, values, 0, 0),
              OneDnn.attributes(),
              OneDnn.ENGINE,
              description);
      backward =
          new OneDnnPrimitive(
              "the gradient of relu",
              backwardDescription,
              new eltwise_backward(backwardDescription),
              new int[] {DNNL_ARG_SRC, DNNL_ARG_DIFF_DST, DNNL_ARG_DIFF_SRC},
              source,
              resultGradient,
              sourceGradient);
    }

    void runBackward(INDArray x, INDArray gradient, INDArray out) {
      OneDnn.place(source, x, first);
      OneDnn.place(resultGradient, gradient, first);
      OneDnn.place(sourceGradient, out, first);
      backward.run();
    }
  }
}
