package ai.miniai.parallel;

import ai.miniai.tensor.Operation;
import ai.miniai.tensor.Tensor;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Adds up an array over the ranks. A rank's gradients count with its items when they become the
 * mean of all ranks; so do they here, divided by the items of the rank to which they go.
 */
final class SumOverRanks extends Operation {
  private final AllReduce ranks;
  private final long items;

  /** {@code items}: those of this rank's share of the batch. */
  SumOverRanks(AllReduce ranks, long items) {
    this.ranks = ranks;
    this.items = items;
  }

  @Override
  protected INDArray forward(INDArray... inputs) {
    return sum(inputs[0], 1, 1);
  }

  @Override
  protected void backward(INDArray gradient) {
    giveAway(0, sum(gradient, (int) items, items));
  }

  private INDArray sum(INDArray part, int weight, long divisor) {
    Tensor given = Tensor.wrap(part);
    int length = Math.toIntExact(given.length());
    Row row = Row.of(length, List.of(given));
    row.put(0, given, weight);
    row.sum(ranks);
    row.divide(length, divisor);
    return row.part(0, length, given.shape()).array();
  }
}
