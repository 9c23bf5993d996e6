package ai.miniai.kernels;

import ai.miniai.array.Layout;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;

/** Pooling of images [batch, channels, height, width] and its gradient, with ND4J's operations. */
final class PortablePool {
  private static final int NHWC = 1;

  private PortablePool() {}

  static INDArray max(INDArray x, Window window) {
    return PoolOrder.restore(forward("maxpool2d", PoolOrder.of(x), window));
  }

  static INDArray maxBackward(INDArray x, INDArray gradient, Window window) {
    return backward("maxpool2d_bp", PoolOrder.of(x), gradient, window);
  }

  static INDArray average(INDArray x, Window window) {
    return forward("avgpool2d", x, window);
  }

  static INDArray averageBackward(INDArray x, INDArray gradient, Window window) {
    return backward("avgpool2d_bp", x, gradient, window);
  }

  private static INDArray forward(String op, INDArray x, Window window) {
    INDArray result = window.emptyResult(x, x.size(1));
    execute(op, window, result, Layout.channelsLast(x));
    return Layout.channelsFirst(result);
  }

  private static INDArray backward(String op, INDArray x, INDArray gradient, Window window) {
    INDArray images = Layout.channelsLast(x);
    INDArray result = Layout.emptyLike(images);
    execute(op, window, result, images, Layout.channelsLast(gradient));
    return Layout.channelsFirst(result);
  }

  /**
   * Arguments: kH, kW, sH, sW, pH, pW, dH, dW, padding mode (0: explicit), whether padding counts
   * in the mean, layout.
   */
  private static void execute(String op, Window window, INDArray result, INDArray... inputs) {
    WindowSide h = window.height();
    WindowSide w = window.width();
    Nd4j.exec(
        DynamicCustomOp.builder(op)
            .addInputs(inputs)
            .addOutputs(result)
            .addIntegerArguments(
                h.size(),
                w.size(),
                h.stride(),
                w.stride(),
                h.padding(),
                w.padding(),
                1,
                1,
                0,
                1,
                NHWC)
            .build());
  }
}
