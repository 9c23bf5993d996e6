package ai.miniai.notebook;

import ai.miniai.nn.Module;
import ai.miniai.tensor.Tensor;
import com.google.common.math.Stats;
import java.util.Arrays;
import java.util.Locale;

/** Text about values that are too large to be printed. */
final class Described {
  /** So many values {@link Tensor#toString} prints. */
  private static final int PRINTED = 100;

  private Described() {}

  /** The layers, and the number of parameters. */
  static String model(Module model) {
    long count = model.parameters().values().stream().mapToLong(Tensor::length).sum();
    long trainable =
        model.parameters().values().stream()
            .filter(Tensor::requiresGrad)
            .mapToLong(Tensor::length)
            .sum();
    return String.format(
        Locale.ROOT,
        "%s%n%,d parameters%s",
        model,
        count,
        trainable == count ? "" : String.format(Locale.ROOT, ", %,d of them trainable", trainable));
  }

  /** The values, or if they are many, the shape and the statistics of those that are finite. */
  static String tensor(Tensor tensor) {
    if (tensor.length() <= PRINTED) {
      return tensor.toString();
    }
    double[] values;
    try {
      values = tensor.toDoubles();
    } catch (IllegalStateException scopeEnded) {
      return tensor.toString(); // which says so
    }
    double[] finite = Arrays.stream(values).filter(Double::isFinite).toArray();
    int lost = values.length - finite.length;
    return tensor
        + (finite.length < 2 ? "" : statistics(Stats.of(finite)))
        + (lost == 0 ? "" : String.format(Locale.ROOT, "%n%,d are NaN or infinite", lost));
  }

  private static String statistics(Stats stats) {
    return String.format(
        Locale.ROOT,
        "%nmean %.4g, standard deviation %.4g, from %.4g to %.4g",
        stats.mean(),
        stats.sampleStandardDeviation(),
        stats.min(),
        stats.max());
  }
}
