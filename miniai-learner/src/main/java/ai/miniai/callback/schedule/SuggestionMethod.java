package ai.miniai.callback.schedule;

import static com.google.common.base.Preconditions.checkState;

import java.util.stream.IntStream;

/**
 * fastai's methods to suggest a learning rate from the losses of a learning rate finder. They use
 * smoothed losses, without the first tenth and the last five batches, and only up to the first loss
 * that is not finite.
 */
public enum SuggestionMethod {
  /** The middle of the longest valley, in which the losses fall steadily. */
  VALLEY(2) {
    @Override
    double choose(double[] rates, double... losses) {
      int[] falls = longestFalls(losses);
      int end = 0;
      for (int i = 1; i < falls.length; i++) {
        if (falls[i] > falls[end]) {
          end = i;
        }
      }
      int start = Math.max(0, end - falls[end]);
      double third = (end - start) / 3.0;
      return rates[start + (int) third + (int) (third / 2)];
    }
  },

  /**
   * Slides an interval of 15 batches down from the highest rate until the slopes of the loss at its
   * two ends differ by at most 0.005. The rate is the lower end just before. Source: Andrew Chang's
   * interval slide rule.
   */
  SLIDE(16) {
    @Override
    double choose(double[] rates, double... losses) {
      double[] slopes = slopes(losses);
      int low = rates.length - 1 - INTERVAL;
      double rate = rates[low];
      while (low >= 0 && Math.abs(slopes[low + INTERVAL] - slopes[low]) > SLOPES_ALIKE) {
        rate = rates[low];
        low--;
      }
      return rate;
    }
  },

  /** A tenth of the rate with the lowest loss. */
  MINIMUM(2) {
    @Override
    double choose(double[] rates, double... losses) {
      return rates[least(losses)] / 10;
    }
  },

  /** The rate with the steepest slope of the loss over the logarithm of the rate. */
  STEEP(2) {
    @Override
    double choose(double[] rates, double... losses) {
      return rates[
          least(
              IntStream.range(0, losses.length - 1)
                  .mapToDouble(i -> (losses[i + 1] - losses[i]) / Math.log(rates[i + 1] / rates[i]))
                  .toArray())];
    }
  };

  private static final int INTERVAL = 15;
  private static final double SLOPES_ALIKE = 0.005;

  private final int wanted;

  SuggestionMethod(int wanted) {
    this.wanted = wanted;
  }

  /** The rate to suggest; there is one loss for each rate, and there are enough. */
  abstract double choose(double[] rates, double... losses);

  /** Whether the curve is long enough for this method. */
  boolean isPossible(LossCurve curve) {
    return curve.size() >= wanted;
  }

  /**
   * The suggested rate.
   *
   * @throws IllegalStateException if the curve is too short
   */
  double suggest(LossCurve curve) {
    checkState(
        isPossible(curve),
        "a suggestion (%s) wants the finite losses of %s batches, not %s, beside the first tenth and"
            + " the last five: try more batches, with a smaller gamma say",
        this,
        wanted,
        curve.size());
    return choose(curve.rates(), curve.losses());
  }

  private static int least(double... values) {
    return IntStream.range(0, values.length)
        .reduce(0, (best, i) -> values[i] < values[best] ? i : best);
  }

  /** For each index the length of the longest decreasing subsequence that ends there. */
  private static int[] longestFalls(double... values) {
    int[] falls = new int[values.length];
    for (int i = 0; i < values.length; i++) {
      falls[i] = 1;
      for (int j = 0; j < i; j++) {
        if (values[i] < values[j]) {
          falls[i] = Math.max(falls[i], falls[j] + 1);
        }
      }
    }
    return falls;
  }

  /** Central differences, one-sided at the ends, as numpy's {@code gradient}. */
  private static double[] slopes(double... values) {
    int last = values.length - 1;
    return IntStream.rangeClosed(0, last)
        .mapToDouble(
            i -> {
              int before = Math.max(i - 1, 0);
              int after = Math.min(i + 1, last);
              return (values[after] - values[before]) / (after - before);
            })
        .toArray();
  }
}
