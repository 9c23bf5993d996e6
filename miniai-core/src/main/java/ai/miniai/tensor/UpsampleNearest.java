package ai.miniai.tensor;

import static com.google.common.base.Preconditions.checkArgument;

import org.nd4j.linalg.api.ndarray.INDArray;

/** Each place of images [batch, channels, height, width] repeated scale × scale times. */
final class UpsampleNearest extends Operation {
  private final int scale;

  UpsampleNearest(int scale) {
    checkArgument(scale > 0, "the scale must be positive, not %s", scale);
    this.scale = scale;
  }

  @Override
  protected INDArray forward(INDArray... inputs) {
    Window.checkRank(inputs[0]);
    INDArray x = PortableKernels.channelsLast(inputs[0]);
    long batch = x.size(0);
    long height = x.size(1);
    long width = x.size(2);
    long channels = x.size(3);
    INDArray places = x.reshape('c', batch, height, 1, width, 1, channels);
    return PortableKernels.channelsFirst(
        Broadcast.expand(places, batch, height, scale, width, scale, channels)
            .reshape('c', batch, height * scale, width * scale, channels));
  }

  @Override
  protected void backward(INDArray gradient) {
    INDArray g = PortableKernels.channelsLast(gradient);
    long height = g.size(1) / scale;
    long width = g.size(2) / scale;
    INDArray copies = g.reshape('c', g.size(0), height, scale, width, scale, g.size(3));
    give(0, PortableKernels.channelsFirst(Summation.over(copies, 2, 4)));
  }
}
