package ai.miniai.examples.faults;

import ai.miniai.data.Dataset;
import ai.miniai.tensor.Tensor;
import com.google.common.collect.ImmutableMultiset;
import com.google.common.collect.Multiset;
import com.google.common.primitives.ImmutableLongArray;
import java.util.Locale;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * How a run has ended, and facts about its data. The record of the run does not contain them.
 *
 * @param error of validation: the share of wrong classes, or the loss if targets are numbers
 * @param guessing the same error of the best constant output: that of the most frequent class, or
 *     for numbers the lowest loss
 * @param ofClasses whether the errors are shares of wrong classes
 * @param largestInput the largest magnitude of an input in training
 * @param largestTarget the largest magnitude of a target in training
 */
record FaultOutcome(
    double error, double guessing, boolean ofClasses, double largestInput, double largestTarget) {
  /** The share of the error of guessing that must be gone at the end of a good run. */
  static final double WELL = 0.5;

  /**
   * The outcome of predictions for the validation data.
   *
   * @param predictions [items, outputs]
   * @param targets [items, targets]
   */
  static FaultOutcome of(FaultData data, KerasLoss loss, Tensor predictions, Tensor targets) {
    double input = largest(data.train(), 0);
    double target = largest(data.train(), 1);
    ImmutableLongArray classes = data.validClasses();
    if (!classes.isEmpty()) {
      return new FaultOutcome(wrong(predictions, classes), rare(classes), true, input, target);
    }
    return new FaultOutcome(
        loss.loss(predictions, targets).item(),
        loss.loss(loss.bestConstant(targets), targets).item(),
        false,
        input,
        target);
  }

  /** Of several outputs the largest is the class, a single one is rounded. */
  private static double wrong(Tensor predictions, ImmutableLongArray classes) {
    Tensor chosen =
        predictions.size(-1) == 1 ? predictions : predictions.argmax(-1).to(DataType.DOUBLE);
    double[] each = chosen.toDoubles();
    return share(classes.length(), i -> Math.rint(each[i]) != classes.get(i));
  }

  /** The share of items that are not of the most frequent class. */
  static double rare(ImmutableLongArray classes) {
    Multiset<Long> counts = ImmutableMultiset.copyOf(classes.asList());
    int most = counts.entrySet().stream().mapToInt(Multiset.Entry::getCount).max().orElse(0);
    return 1 - (double) most / classes.length();
  }

  private static double share(int count, IntPredicate wrong) {
    return (double) IntStream.range(0, count).filter(wrong).count() / count;
  }

  /** The largest magnitude of the first or the second array of all items. */
  private static double largest(Dataset items, int which) {
    return IntStream.range(0, items.size())
        .mapToObj(i -> items.get(i).arrays().get(which))
        .mapToDouble(array -> Tensor.of(array).abs().max().item())
        .max()
        .orElse(0);
  }

  /** The share of the error of guessing that is gone: 1 for no error, 0 for guessing. */
  double learned() {
    return 1 - error / guessing;
  }

  /** Whether clearly more was learned than to guess: {@link #WELL} or more. */
  boolean endsWell() {
    return learned() >= WELL;
  }

  /** In one line. */
  String text() {
    return ofClasses
        ? String.format(Locale.ROOT, "accuracy %.3f (guessing %.3f)", 1 - error, 1 - guessing)
        : String.format(Locale.ROOT, "valid loss %.3g (guessing %.3g)", error, guessing);
  }
}
