package ai.miniai.callback.schedule;

import static com.google.common.base.Preconditions.checkState;

import java.util.stream.IntStream;

/**
 * Ways to choose a learning rate from the losses at rising rates, as fastai does. They look at
 * smoothed losses, without the first tenth of the batches and the last five, and without those from
 * the first one on that is not finite: a spike does not mislead them.
 */
public enum SuggestionMethod {
  /** Halfway into the longest valley of the losses, where they fall steadily. */
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
   * An interval of 15 batches slides down from the highest rates, until the slopes of the losses at
   * its ends differ by no more than 0.005: the lower end before that. Source: Andrew Chang's rule.
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

  /** A tenth of the rate at which the loss is least. */
  MINIMUM(2) {
    @Override
    double choose(double[] rates, double... losses) {
      return rates[least(losses)] / 10;
    }
  },

  /** Where the loss falls most steeply over the logarithm of the rate. */
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

  /** {@code losses} are as many as {@code rates}, and enough. */
  abstract double choose(double[] rates, double... losses);

  /** Whether the curve is long enough for it. */
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

  /** For each place the length of the longest falling subsequence that ends there. */
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

  /** Central differences, and simple ones at the ends: numpy's {@code gradient}. */
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
