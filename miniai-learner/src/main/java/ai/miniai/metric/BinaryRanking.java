package ai.miniai.metric;

import ai.miniai.nn.StateDicts;
import ai.miniai.nn.Stateful;
import ai.miniai.tensor.Tensor;
import java.util.Arrays;
import java.util.Map;

/**
 * A score of how items of two classes are ranked by one number each. It keeps all numbers of the
 * epoch, 8 bytes for each item. Only their order counts, so they may be logits or probabilities. It
 * is NaN if one of them is NaN.
 */
abstract sealed class BinaryRanking implements Metric, Stateful
    permits BinaryAUROC, BinaryAveragePrecision {
  private final Inbox inbox = new Inbox(this::add);
  private double[] positives = {};
  private double[] negatives = {};
  private int positiveCount;
  private int negativeCount;

  /** Adds up over groups of items with equal scores, from the largest score to the smallest. */
  abstract static class Sweep {
    final double positives;
    final double negatives;

    /** Items above the group. */
    double truePositives;

    double falsePositives;

    Sweep(int positives, int negatives) {
      this.positives = positives;
      this.negatives = negatives;
    }

    /** Adds a group with these numbers of items. */
    abstract void group(int ofPositives, int ofNegatives);

    /** The score. */
    abstract double result();
  }

  /** The sum for these numbers of items. */
  abstract Sweep sweep(int ofPositives, int ofNegatives);

  @Override
  public final void reset() {
    inbox.clear();
    positiveCount = 0;
    negativeCount = 0;
  }

  @Override
  public final void update(Tensor predictions, Tensor target) {
    BinaryTargets given = BinaryTargets.of(predictions, target);
    if (given.items() > 0) {
      inbox.put(Tensor.concat(0, Tensor.wrap(given.scores()), Tensor.wrap(given.targets())));
    }
  }

  private void add(double... scoresAndTargets) {
    int n = scoresAndTargets.length / 2;
    positives = withRoom(positives, positiveCount + n);
    negatives = withRoom(negatives, negativeCount + n);
    for (int i = 0; i < n; i++) {
      if (scoresAndTargets[n + i] == 1) {
        positives[positiveCount++] = scoresAndTargets[i];
      } else {
        negatives[negativeCount++] = scoresAndTargets[i];
      }
    }
  }

  private static double[] withRoom(double[] values, int size) {
    return size <= values.length
        ? values
        : Arrays.copyOf(values, Math.max(size, 2 * values.length));
  }

  @Override
  public final double compute() {
    inbox.settle();
    Arrays.sort(positives, 0, positiveCount);
    Arrays.sort(negatives, 0, negativeCount);
    boolean nan = isLastNan(positives, positiveCount) || isLastNan(negatives, negativeCount);
    if (nan || positiveCount + negativeCount == 0) {
      return Double.NaN;
    }
    Sweep sweep = sweep(positiveCount, negativeCount);
    int i = positiveCount;
    int j = negativeCount;
    while (i > 0 || j > 0) {
      double score = Math.max(below(positives, i), below(negatives, j));
      int p = i;
      int n = j;
      while (i > 0 && positives[i - 1] == score) {
        i--;
      }
      while (j > 0 && negatives[j - 1] == score) {
        j--;
      }
      sweep.group(p - i, n - j);
      sweep.truePositives += p - i;
      sweep.falsePositives += n - j;
    }
    return sweep.result();
  }

  private static boolean isLastNan(double[] sorted, int count) {
    return count > 0 && Double.isNaN(sorted[count - 1]);
  }

  private static double below(double[] sorted, int end) {
    return end == 0 ? Double.NEGATIVE_INFINITY : sorted[end - 1];
  }

  @Override
  public final Map<String, Tensor> stateDict() {
    inbox.settle();
    return Map.of(
        "positives", StateDicts.tensor(Arrays.copyOf(positives, positiveCount)),
        "negatives", StateDicts.tensor(Arrays.copyOf(negatives, negativeCount)));
  }

  @Override
  public final void loadStateDict(Map<String, Tensor> state) {
    inbox.clear();
    positives = StateDicts.values(state, "positives");
    negatives = StateDicts.values(state, "negatives");
    positiveCount = positives.length;
    negativeCount = negatives.length;
  }

  @Override
  public final void combine(Map<String, Tensor> other) {
    inbox.settle();
    for (double score : StateDicts.values(other, "positives")) {
      positives = withRoom(positives, positiveCount + 1);
      positives[positiveCount++] = score;
    }
    for (double score : StateDicts.values(other, "negatives")) {
      negatives = withRoom(negatives, negativeCount + 1);
      negatives[negativeCount++] = score;
    }
  }
}
