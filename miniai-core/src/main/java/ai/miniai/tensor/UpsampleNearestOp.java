package ai.miniai.tensor;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.array.Broadcast;
import ai.miniai.array.Layout;
import ai.miniai.kernels.Kernels;
import ai.miniai.kernels.Window;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Repeats each pixel of images [batch, channels, height, width] scale × scale times. */
final class UpsampleNearestOp extends Operation {
  private final int scale;

  UpsampleNearestOp(int scale) {
    checkArgument(scale > 0, "the scale must be positive, not %s", scale);
    this.scale = scale;
  }

  @Override
  protected INDArray forward(INDArray... inputs) {
    Window.checkRank(inputs[0]);
    if (inputs[0].isEmpty()) {
      INDArray x = inputs[0];
      return Layout.empty(x.dataType(), x.size(0), x.size(1), x.size(2) * scale, x.size(3) * scale);
    }
    INDArray x = Layout.channelsLast(inputs[0]);
    long height = x.size(1);
    long width = x.size(2);
    INDArray wide = repeated(x, x.size(0) * height * width, x.size(3));
    return Layout.channelsFirst(
        repeated(wide, x.size(0) * height, width * scale * x.size(3))
            .reshape('c', x.size(0), height * scale, width * scale, x.size(3)));
  }

  /**
   * Divides x into {@code count} parts of {@code values} values, and repeats each part {@code
   * scale} times.
   */
  private INDArray repeated(INDArray x, long count, long values) {
    return Broadcast.expand(x.reshape('c', count, 1, values), count, scale, values);
  }

  @Override
  protected void backward(INDArray gradient) {
    INDArray g = Layout.channelsLast(gradient);
    long height = g.size(1) / scale;
    long width = g.size(2) / scale;
    INDArray wide =
        Kernels.current().sum(g.reshape('c', g.size(0) * height, scale, g.size(2) * g.size(3)), 1);
    INDArray sum =
        Kernels.current().sum(wide.reshape('c', g.size(0) * height * width, scale, g.size(3)), 1);
    give(0, Layout.channelsFirst(sum.reshape('c', g.size(0), height, width, g.size(3))));
  }
}
