package ai.miniai.kernels.onednn;

import ai.miniai.kernels.ChannelsLastNorm;
import java.lang.ref.Reference;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Loops over images in the order [items, places, channels], some of them by oneDNN. */
final class OneDnnImageNorm extends ChannelsLastNorm {
  private final OneDnnImage passes;
  private final INDArray x;
  private final INDArray gradient;
  private final INDArray out;
  private final int length;

  OneDnnImageNorm(
      OneDnnImage passes, INDArray x, INDArray gradient, INDArray out, int channels, int places) {
    super(x, gradient, out, channels, places);
    this.passes = passes;
    this.x = x;
    this.gradient = gradient;
    this.out = out;
    length = channels * places;
  }

  @Override
  protected void normalise(int item, float[] centre, float[] scale, float[] shift) {
    try {
      passes.normalise(x, (long) item * length, centre, scale, shift, out);
    } finally {
      Reference.reachabilityFence(this); // an address does not keep its array alive
    }
  }

  @Override
  protected void products(int item, float[] centre, double[] sum, double[] product) {
    if (out == x) { // only sums are wanted
      super.products(item, centre, sum, product);
      return;
    }
    try {
      passes.products(x, gradient, (long) item * length, centre, out, sum, product);
    } finally {
      Reference.reachabilityFence(this);
    }
  }
}
