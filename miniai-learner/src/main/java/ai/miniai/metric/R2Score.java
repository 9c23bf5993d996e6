package ai.miniai.metric;

import ai.miniai.nn.StateDicts;
import ai.miniai.nn.Stateful;
import ai.miniai.tensor.Tensor;
import java.util.Map;

/**
 * The coefficient of determination over all elements, 1 − Σ(target − prediction)² / Σ(target −
 * mean)²: 1 is perfect, 0 as good as always predicting the mean. Predictions and targets have the
 * same shape. NaN if all targets are equal.
 */
public final class R2Score implements Metric, Stateful {
  private double count;
  private double mean;
  private double spread;
  private double error;
  private final Inbox inbox = new Inbox(this::add);

  @Override
  public void reset() {
    inbox.clear();
    restore(0, 0, 0, 0);
  }

  @Override
  public void update(Tensor predictions, Tensor target) {
    Tensor squares = ElementwiseError.difference(predictions, target).square();
    if (target.length() == 0) {
      return;
    }
    Tensor exact = ElementwiseError.exact(target);
    Tensor batchMean = exact.mean();
    inbox.put(
        Tensor.concat(
            0,
            StateDicts.tensor((double) target.length()),
            batchMean.reshape(1),
            exact.minus(batchMean).square().sum().reshape(1),
            squares.sum().reshape(1)));
  }

  /** Merges the moments of two samples. Source: Chan, Golub and LeVeque, 1979. */
  private void add(double... batch) {
    double total = count + batch[0];
    double shift = batch[1] - mean;
    restore(
        total,
        mean + shift * batch[0] / total,
        spread + batch[2] + shift * shift * count * batch[0] / total,
        error + batch[3]);
  }

  private void restore(double... values) {
    count = values[0];
    mean = values[1];
    spread = values[2];
    error = values[3];
  }

  @Override
  public double compute() {
    inbox.settle();
    return spread == 0 ? Double.NaN : 1 - error / spread;
  }

  @Override
  public Map<String, Tensor> stateDict() {
    inbox.settle();
    return Map.of("moments", StateDicts.tensor(count, mean, spread, error));
  }

  @Override
  public void loadStateDict(Map<String, Tensor> state) {
    inbox.clear();
    restore(StateDicts.values(state, "moments", 4));
  }

  @Override
  public void combine(Map<String, Tensor> other) {
    inbox.settle();
    double[] moments = StateDicts.values(other, "moments", 4);
    if (moments[0] > 0) {
      add(moments);
    }
  }
}
