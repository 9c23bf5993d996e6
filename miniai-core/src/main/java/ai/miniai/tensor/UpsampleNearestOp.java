package ai.miniai.tensor;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.array.Layout;
import ai.miniai.kernels.Kernels;
import ai.miniai.kernels.Window;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Repeats each pixel of images [batch, channels, height, width] scale × scale times. */
final class UpsampleNearestOp extends Operation {
  private final int scale;

  UpsampleNearestOp(int scale) {
    checkArgument(scale > 0, "the scale must be positive, not %s", scale);
    this.scale = scale;
  }

  @Override
  Map<String, Object> settings() {
    return Map.of("scale", scale);
  }

  @Override
  protected INDArray forward(INDArray... inputs) {
    Window.checkRank(inputs[0]);
    if (inputs[0].isEmpty()) {
      INDArray x = inputs[0];
      return Layout.empty(x.dataType(), x.size(0), x.size(1), x.size(2) * scale, x.size(3) * scale);
    }
    INDArray images = Layout.channelsLast(inputs[0]);
    return Layout.channelsFirst(Kernels.current().upsampleNearest(images, scale));
  }

  @Override
  protected void backward(INDArray gradient) {
    INDArray images = Layout.channelsLast(gradient);
    giveAway(0, Layout.channelsFirst(Kernels.current().upsampleNearestBackward(images, scale)));
  }
}
