package ai.miniai.tensor;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.array.Shapes;
import ai.miniai.random.Generator;
import ai.miniai.random.Seed;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;

/** Draws indices with given weights. Source: {@code MultinomialKernel.cpp} of PyTorch. */
final class Multinomial {
  private Multinomial() {}

  static Tensor draw(Tensor weights, int samples, boolean replacement) {
    Promotion.checkFloating("multinomial", weights);
    checkArgument(
        weights.rank() == 1 || weights.rank() == 2,
        "multinomial wants weights of shape [n] or [rows, n], not %s",
        Shapes.lazily(() -> Shapes.text(weights.shape())));
    checkArgument(samples > 0, "multinomial wants 1 sample or more, not %s", samples);
    int n = Math.toIntExact(weights.size(-1));
    checkArgument(n > 0, "multinomial wants weights, and got none");
    double[] all = weights.toDoubles();
    long[] drawn = new long[all.length / n * samples];
    boolean single = weights.dataType() != DataType.DOUBLE;
    Generator random = Seed.generator();
    for (int row = 0; row * samples < drawn.length; row++) {
      double[] some = Arrays.copyOfRange(all, row * n, (row + 1) * n);
      check(row, samples, replacement, some);
      int[] indices =
          replacement ? again(random, samples, sums(single, some)) : once(random, samples, some);
      for (int i = 0; i < samples; i++) {
        drawn[row * samples + i] = indices[i];
      }
    }
    long[] shape = weights.shape();
    shape[shape.length - 1] = samples;
    return Tensor.of(new HostArray.Longs(drawn, shape));
  }

  private static void check(int row, int samples, boolean replacement, double... weights) {
    int positive = 0;
    for (int i = 0; i < weights.length; i++) {
      checkArgument(
          weights[i] >= 0 && Double.isFinite(weights[i]),
          "multinomial wants finite weights of 0 or more, but number %s of row %s is %s",
          i,
          row,
          weights[i]);
      positive += weights[i] > 0 ? 1 : 0;
    }
    int needed = replacement ? 1 : samples;
    checkArgument(
        positive >= needed,
        "multinomial wants %s of the weights in row %s to be above 0, but only %s are%s",
        needed,
        row,
        positive,
        replacement ? "" : ": take fewer samples, or draw with replacement");
  }

  /** The running sums, of which the last one is 1; in the precision of the weights. */
  private static double[] sums(boolean single, double... weights) {
    double[] sums = new double[weights.length];
    double sum = 0;
    for (int i = 0; i < sums.length; i++) {
      sum = single ? (float) (sum + weights[i]) : sum + weights[i];
      sums[i] = sum;
    }
    for (int i = 0; i < sums.length; i++) {
      sums[i] = single ? (float) (sums[i] / sum) : sums[i] / sum;
    }
    return sums;
  }

  private static int[] again(Generator random, int samples, double... sums) {
    int[] drawn = new int[samples];
    for (int i = 0; i < samples; i++) {
      double u = random.nextDouble();
      int low = 0;
      int high = sums.length - 1; // which the last sum, 1, is never below
      while (low < high) {
        int middle = (low + high) / 2;
        if (sums[middle] < u) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      drawn[i] = low;
    }
    return drawn;
  }

  /**
   * The indices of the smallest of exponential random numbers with these rates. Source: Efraimidis
   * and Spirakis, Weighted random sampling with a reservoir, 2006.
   */
  private static int[] once(Generator random, int samples, double... weights) {
    double[] times = new double[weights.length];
    Arrays.setAll(times, i -> -Math.log1p(-random.nextDouble()) / weights[i]);
    return IntStream.range(0, times.length)
        .filter(i -> weights[i] > 0)
        .boxed()
        .sorted(Comparator.comparingDouble(i -> times[i]))
        .limit(samples)
        .mapToInt(Integer::intValue)
        .toArray();
  }
}
