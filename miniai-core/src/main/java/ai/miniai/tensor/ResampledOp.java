package ai.miniai.tensor;

import ai.miniai.array.Layout;
import ai.miniai.array.Shapes;
import ai.miniai.kernels.Kernels;
import ai.miniai.kernels.Resampling;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Resamples one dimension. */
final class ResampledOp extends Operation {
  private final Resampling resampling;
  private final int dim;

  ResampledOp(Resampling resampling, int dim) {
    this.resampling = resampling;
    this.dim = dim;
  }

  @Override
  protected INDArray forward(INDArray... inputs) {
    return resampled(inputs[0], resampling);
  }

  @Override
  protected void backward(INDArray gradient) {
    giveAway(0, resampled(gradient, resampling.transposed()));
  }

  private INDArray resampled(INDArray x, Resampling way) {
    if (x.isEmpty()) {
      return Layout.full(x.dataType(), 0, Shapes.with(x.shape(), dim, way.places()));
    }
    return AlongDim.apply(x, dim, way.places(), part -> Kernels.current().resample(part, way));
  }
}
