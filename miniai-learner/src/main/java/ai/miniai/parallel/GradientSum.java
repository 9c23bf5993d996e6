package ai.miniai.parallel;

import ai.miniai.nn.Module;
import ai.miniai.tensor.Tensor;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Replaces each rank's gradients by their mean over the items of all ranks. All travel in one
 * message, with the number of items, which parameters have a gradient, and whether a rank has
 * something to say about the loop.
 */
final class GradientSum {
  /** After the gradients and their marks: the items and the signals. */
  private static final int TAIL = 2;

  private final AllReduce ranks;
  private final List<Tensor> parameters;
  private final int numbers;
  private final boolean wide;

  /**
   * What came of an exchange.
   *
   * @param items of all ranks together
   * @param signalled whether a rank does not simply go on; the gradients are then as before
   */
  record Sum(long items, boolean signalled) {}

  /** For the parameters that are trained now. */
  GradientSum(AllReduce ranks, Module model) {
    this.ranks = ranks;
    parameters = model.parameters().values().stream().filter(Tensor::requiresGrad).toList();
    numbers = Math.toIntExact(parameters.stream().mapToLong(Tensor::length).sum());
    wide = parameters.stream().anyMatch(one -> one.dataType() == DataType.DOUBLE);
  }

  /**
   * Exchanges, and sets the gradients if there are items and no signals.
   *
   * @param items of this rank's batch; 0 if its gradients do not count
   */
  Sum exchange(int items, boolean signal) {
    if (ranks.size() == 1) {
      return new Sum(items, signal);
    }
    int length = numbers + parameters.size() + TAIL;
    Row row = wide ? new Row.Doubles(new double[length]) : new Row.Floats(new float[length]);
    int mark = numbers;
    int at = 0;
    for (Tensor parameter : parameters) {
      Tensor gradient = items == 0 ? null : parameter.lendGrad();
      if (gradient != null) {
        row.put(at, gradient, items);
        row.set(mark, 1);
      }
      mark++;
      at += (int) parameter.length();
    }
    row.set(mark, items);
    row.set(mark + 1, signal ? 1 : 0);
    row.sum(ranks);
    Sum sum = new Sum((long) row.get(mark), row.get(mark + 1) != 0);
    if (sum.items > 0 && !sum.signalled) {
      setGradients(row, sum.items);
    }
    return sum;
  }

  private void setGradients(Row row, long items) {
    int mark = numbers;
    int at = 0;
    for (Tensor parameter : parameters) {
      if (row.get(mark++) > 0) {
        parameter.zeroGrad();
        parameter.backward(row.mean(at, items, parameter.shape()));
      }
      at += (int) parameter.length();
    }
  }
}
