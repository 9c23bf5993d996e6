package ai.miniai.treatment;

import ai.miniai.callback.Callback;
import ai.miniai.setup.LossForm;
import ai.miniai.setup.LossInfo;
import ai.miniai.setup.OutputInfo;
import ai.miniai.setup.RunSetup;
import ai.miniai.setup.TargetInfo;
import ai.miniai.setup.TargetKind;
import ai.miniai.tensor.Tensor;
import java.util.OptionalDouble;

/**
 * Counts the right answers in each validation pass, for outputs [n, classes], [n, 1] and [n]. What
 * a single output means, probability or logit, is known only later, so both are counted.
 */
final class AccuracyCB extends Callback {
  private long items;
  private long largest;
  private long aboveHalf;
  private long aboveZero;

  @Override
  public void beforeEpoch() {
    if (!training()) {
      items = 0;
      largest = 0;
      aboveHalf = 0;
      aboveZero = 0;
    }
  }

  @Override
  public void afterBatch() {
    if (!training() && learn().outputs().size() == 1 && learn().targets().size() == 1) {
      Tensor output = learn().preds();
      Tensor target = learn().targets().get(0);
      long n = batch().size();
      boolean labels = target.length() == n || target.length() == output.length();
      if (n > 0 && output.rank() <= 2 && output.length() % n == 0 && labels) {
        count((int) n, output.toDoubles(), target.toDoubles());
      }
    }
  }

  private void count(int n, double[] outputs, double[] targets) {
    int width = outputs.length / n;
    int each = targets.length / n;
    items += n;
    for (int i = 0; i < n; i++) {
      double first = outputs[i * width];
      boolean yes = targets[i * each] > 0.5;
      aboveHalf += yes == first > 0.5 && !Double.isNaN(first) ? 1 : 0;
      aboveZero += yes == first > 0 && !Double.isNaN(first) ? 1 : 0;
      int wanted = each == 1 ? (int) targets[i] : indexOfLargest(targets, i * each, each);
      largest += wanted == indexOfLargest(outputs, i * width, width) ? 1 : 0;
    }
  }

  /** −1 if there is NaN. */
  private static int indexOfLargest(double[] values, int from, int length) {
    int best = 0;
    for (int i = 0; i < length; i++) {
      if (Double.isNaN(values[from + i])) {
        return -1;
      }
      best = values[from + i] > values[from + best] ? i : best;
    }
    return best;
  }

  /** The share of right answers in the last pass, if the targets are classes. */
  OptionalDouble share(RunSetup setup) {
    TargetKind kind = setup.targets().map(TargetInfo::kind).orElse(TargetKind.NUMBERS);
    long size = setup.outputs().map(OutputInfo::size).orElse(0L);
    boolean several = kind == TargetKind.BINARY && size != 1;
    if (items == 0 || kind == TargetKind.NUMBERS || several) {
      return OptionalDouble.empty();
    }
    boolean logits = setup.loss().map(LossInfo::form).filter(LossForm::takesLogits).isPresent();
    long right = size > 1 ? largest : logits ? aboveZero : aboveHalf;
    return OptionalDouble.of((double) right / items);
  }
}
