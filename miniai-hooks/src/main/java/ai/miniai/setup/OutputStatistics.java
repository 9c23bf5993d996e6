package ai.miniai.setup;

import ai.miniai.tensor.Tensor;
import com.google.common.primitives.ImmutableLongArray;
import java.util.Arrays;
import java.util.Optional;

/** Collects an {@link OutputInfo}, batch after batch. */
final class OutputStatistics {
  /** The tolerance of a sum of probabilities in float32. */
  private static final double NEAR = 1e-4;

  private Optional<ImmutableLongArray> shape = Optional.empty();
  private double min = Double.POSITIVE_INFINITY;
  private double max = Double.NEGATIVE_INFINITY;
  private double first = Double.NaN;
  private boolean sumToOne = true;

  /** {@code classes}: the dimension whose values may sum to 1; −1 for the last. */
  void add(Tensor output, int classes) {
    long[] all = output.shape();
    double[] values = output.toDoubles();
    if (shape.isEmpty()) {
      shape = Optional.of(ImmutableLongArray.copyOf(Arrays.copyOfRange(all, 1, all.length)));
      first = Arrays.stream(values).map(Math::abs).average().orElse(Double.NaN);
    }
    for (double value : values) {
      sumToOne &= value >= 0;
      min = Math.min(min, Double.isNaN(value) ? min : value);
      max = Math.max(max, Double.isNaN(value) ? max : value);
    }
    sumToOne = sumToOne && sumsAreOne(output, classes);
  }

  private static boolean sumsAreOne(Tensor output, int classes) {
    int dim = classes > 0 ? classes : output.rank() - 1;
    double[] sums = output.rank() < 2 ? output.toDoubles() : output.sum(dim).toDoubles();
    return Arrays.stream(sums).allMatch(sum -> Math.abs(sum - 1) < NEAR);
  }

  Optional<OutputInfo> info() {
    return shape.map(known -> new OutputInfo(known, min, max, sumToOne, first));
  }
}
