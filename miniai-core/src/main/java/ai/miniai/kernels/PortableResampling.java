package ai.miniai.kernels;

import ai.miniai.array.Layout;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * {@link Kernels#resample} by a product with a matrix of weights. It would multiply NaN and
 * infinities by the zeros of the matrix, and so spread NaN over the whole row: with such values it
 * goes element by element.
 */
final class PortableResampling {
  private PortableResampling() {}

  static INDArray resample(INDArray x, Resampling resampling) {
    long outer = x.size(0);
    long inner = x.size(2);
    INDArray rows = Layout.contiguous(x.permute(0, 2, 1));
    INDArray weights = Nd4j.createFromArray(resampling.matrix()).castTo(x.dataType());
    INDArray products = Layout.reshape(rows, outer * inner, resampling.length()).mmul(weights);
    return Double.isFinite(products.sumNumber().doubleValue())
        ? Layout.contiguous(
            Layout.reshape(products, outer, inner, resampling.places()).permute(0, 2, 1))
        : oneByOne(x, resampling);
  }

  static INDArray oneByOne(INDArray x, Resampling resampling) {
    double[] values = x.dup('c').data().asDouble();
    int inner = Math.toIntExact(x.size(2));
    int outer = Math.toIntExact(x.size(0));
    double[] sums = new double[outer * resampling.places() * inner];
    for (int row = 0; row < outer * resampling.places(); row++) {
      Resampling.Part part = resampling.part(row % resampling.places());
      int from = (row / resampling.places() * resampling.length() + part.from()) * inner;
      for (int k = 0; k < part.weights().length; k++) {
        for (int i = 0; i < inner; i++) {
          sums[row * inner + i] += part.weights()[k] * values[from + k * inner + i];
        }
      }
    }
    return Nd4j.createFromArray(sums)
        .castTo(x.dataType())
        .reshape('c', outer, resampling.places(), inner);
  }
}
