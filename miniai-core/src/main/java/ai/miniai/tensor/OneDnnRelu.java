package ai.miniai.tensor;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;

import org.bytedeco.dnnl.eltwise_backward;
import org.bytedeco.dnnl.eltwise_forward;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.nd4j.linalg.api.ndarray.INDArray;

/** max(x, 0) of so many values, forward and backward. It makes 0 of NaN. */
final class OneDnnRelu {
  private final memory source;
  private final memory result;
  private final memory resultGradient;
  private final memory sourceGradient;
  private final OneDnnPrimitive forward;
  private final OneDnnPrimitive backward;

  OneDnnRelu(long length) {
    memory.desc values = OneDnn.describe(memory.format_tag.a, length);
    source = OneDnn.unplaced(values);
    result = OneDnn.unplaced(values);
    resultGradient = OneDnn.unplaced(values);
    sourceGradient = OneDnn.unplaced(values);
    var description =
        new eltwise_forward.primitive_desc(
            new eltwise_forward.desc(
                prop_kind.forward_training.value, algorithm.eltwise_relu.value, values, 0, 0),
            OneDnn.ENGINE);
    var backwardDescription =
        new eltwise_backward.primitive_desc(
            new eltwise_backward.desc(algorithm.eltwise_relu.value, values, values, 0, 0),
            OneDnn.ENGINE,
            description);
    forward =
        new OneDnnPrimitive(
            "relu",
            new eltwise_forward(description),
            new int[] {DNNL_ARG_SRC, DNNL_ARG_DST},
            source,
            result);
    backward =
        new OneDnnPrimitive(
            "the gradient of relu",
            new eltwise_backward(backwardDescription),
            new int[] {DNNL_ARG_SRC, DNNL_ARG_DIFF_DST, DNNL_ARG_DIFF_SRC},
            source,
            resultGradient,
            sourceGradient);
  }

  void run(INDArray x, INDArray out) {
    OneDnn.place(source, x);
    OneDnn.place(result, out);
    forward.run();
  }

  void runBackward(INDArray x, INDArray gradient, INDArray out) {
    OneDnn.place(source, x);
    OneDnn.place(resultGradient, gradient);
    OneDnn.place(sourceGradient, out);
    backward.run();
  }
}
