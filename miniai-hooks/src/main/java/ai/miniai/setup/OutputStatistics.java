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

  void add(Tensor output) {
    long[] all = output.shape();
    double[] values = output.toDoubles();
    if (shape.isEmpty()) {
      shape = Optional.of(ImmutableLongArray.copyOf(Arrays.copyOfRange(all, 1, all.length)));
      first = Arrays.stream(values).map(Math::abs).average().orElse(Double.NaN);
    }
    int width = (int) (values.length / all[0]);
    for (int item = 0; item < values.length; item += width) {
      double sum = 0;
      for (int i = item; i < item + width; i++) {
        sum += values[i];
        sumToOne &= values[i] >= 0;
        min = Math.min(min, Double.isNaN(values[i]) ? min : values[i]);
        max = Math.max(max, Double.isNaN(values[i]) ? max : values[i]);
      }
      sumToOne &= Math.abs(sum - 1) < NEAR;
    }
  }

  Optional<OutputInfo> info() {
    return shape.map(known -> new OutputInfo(known, min, max, sumToOne, first));
  }
}
