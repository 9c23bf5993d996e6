package ai.miniai.examples.parity;

import ai.miniai.tensor.Tensor;
import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.Doubles;
import com.google.common.primitives.ImmutableDoubleArray;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Records the loss and the gradients of each step of a training. */
final class TrainingLog {
  private final Collection<Tensor> parameters;
  private final ImmutableDoubleArray.Builder losses = ImmutableDoubleArray.builder();
  private final ImmutableDoubleArray.Builder gradientNorms = ImmutableDoubleArray.builder();
  private double[] firstGradient = {};
  private boolean begun;

  /** For a training of these parameters, in the order of the case. */
  TrainingLog(Collection<Tensor> parameters) {
    this.parameters = parameters;
  }

  void loss(Tensor loss) {
    losses.add(loss.item());
  }

  /** To be called after each backward pass. */
  void gradients() {
    List<double[]> gradients = parameters.stream().map(TrainingLog::gradient).toList();
    gradients.forEach(gradient -> gradientNorms.add(norm(gradient)));
    if (!begun) {
      begun = true;
      firstGradient = Doubles.concat(gradients.toArray(new double[0][]));
    }
  }

  /** The gradient of a leaf; zeros if it has none. */
  static double[] gradient(Tensor leaf) {
    Tensor gradient = leaf.grad();
    return gradient == null ? new double[(int) leaf.length()] : gradient.toDoubles();
  }

  private static double norm(double... values) {
    double squares = 0;
    for (double value : values) {
      squares += value * value;
    }
    return Math.sqrt(squares);
  }

  /** What was recorded, and the weights as they are now. */
  Map<String, double[]> quantities() {
    return ImmutableMap.of(
        "loss", losses.build().toArray(),
        "grad_norm", gradientNorms.build().toArray(),
        "gradient_1", firstGradient,
        "weights",
            Doubles.concat(parameters.stream().map(Tensor::toDoubles).toArray(double[][]::new)));
  }
}
