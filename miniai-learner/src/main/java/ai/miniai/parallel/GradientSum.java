package ai.miniai.parallel;

import ai.miniai.tensor.Tensor;
import java.util.List;

/**
 * Exchanges all gradients at once, after the backward pass. They travel in one message, with the
 * number of items, which parameters have a gradient, and whether a rank has something to say about
 * the loop.
 */
final class GradientSum implements GradientExchange {
  /** After the gradients and their marks: the items and the signals. */
  private static final int TAIL = 2;

  private final AllReduce ranks;
  private final List<Tensor> parameters;
  private final int numbers;
  private final Row row;

  /** {@code parameters}: those that are trained now. */
  GradientSum(AllReduce ranks, List<Tensor> parameters) {
    this.ranks = ranks;
    this.parameters = parameters;
    numbers = Row.length(parameters);
    row = Row.of(numbers + parameters.size() + TAIL, parameters);
  }

  @Override
  public Sum exchange(int items, boolean signal) {
    if (ranks.size() == 1) {
      return new Sum(items, signal);
    }
    row.clear();
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
    if (sum.items() > 0 && !sum.signalled()) {
      row.setGradients(parameters, row, numbers, sum.items());
    }
    return sum;
  }
}
