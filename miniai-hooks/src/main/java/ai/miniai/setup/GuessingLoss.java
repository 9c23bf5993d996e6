package ai.miniai.setup;

import ai.miniai.loss.LossFunction;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/**
 * The loss of guessing: that of the best output that ignores the input. All candidates compete in
 * the first batches, until they have been compared for enough items; then the best one is kept.
 */
final class GuessingLoss {
  /** The number of batches in which candidates compete, at least. */
  private static final int TRIALS = 10;

  /** The same at most: who wins then is about as good. */
  private static final int MOST_TRIALS = 100;

  /**
   * The number of items for which candidates compete: of a few dozen, an odd one can be best by
   * chance, such as a median of 1 where 55 % are 1.
   */
  private static final int ITEMS = 1000;

  /** The loss of what cannot be computed: all others are lower. */
  private static final double NONE = Double.MAX_VALUE / MOST_TRIALS / 2;

  private final BestConstant constant;
  private final Map<BestConstant.Kind, Double> sums = new EnumMap<>(BestConstant.Kind.class);
  private int batches;
  private long items;

  /**
   * Without items. A loss of log-probabilities is the lower the larger its inputs are, so of such
   * losses only log-probabilities are constants.
   */
  GuessingLoss(int width, LossForm form) {
    constant = new BestConstant(width);
    boolean logarithms = form == LossForm.NEGATIVE_LOG_LIKELIHOOD;
    for (BestConstant.Kind kind : BestConstant.Kind.values()) {
      if (!logarithms || kind == BestConstant.Kind.LOG_MEAN) {
        sums.put(kind, 0.0);
      }
    }
  }

  /** Learns from the targets of a batch; {@code numbers}: their values. */
  void learn(ObservedBatch batch, double... numbers) {
    if (batch.labels()) {
      for (double label : numbers) {
        if (label >= 0 && label < batch.width()) {
          constant.addClass((int) label);
        }
      }
    } else {
      for (int from = 0; from < numbers.length; from += batch.width()) {
        if (Arrays.stream(numbers, from, from + batch.width()).allMatch(Double::isFinite)) {
          constant.add(numbers, from);
        }
      }
    }
  }

  /** The loss of guessing for a batch; NaN if its targets are damaged. */
  double of(ObservedBatch batch, LossFunction function) {
    Map<BestConstant.Kind, Double> now = new EnumMap<>(BestConstant.Kind.class);
    sums.keySet().forEach(kind -> now.put(kind, loss(batch, function, constant.of(kind))));
    now.forEach((kind, loss) -> sums.merge(kind, loss, Double::sum));
    batches++;
    items += batch.items();
    BestConstant.Kind best = best();
    if (batches == MOST_TRIALS || (batches >= TRIALS && items >= ITEMS)) {
      sums.keySet().retainAll(Set.of(best));
    }
    double loss = now.getOrDefault(best, NONE);
    return loss == NONE ? Double.NaN : loss;
  }

  private BestConstant.Kind best() {
    return sums.entrySet().stream()
        .min(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey)
        .orElseThrow();
  }

  private static double loss(ObservedBatch batch, LossFunction function, double... constant) {
    double loss =
        Arrays.stream(constant).allMatch(Double::isFinite)
            ? Trial.loss(function, batch.constant(constant), batch.target())
            : Double.NaN;
    return Double.isFinite(loss) ? loss : NONE;
  }
}
