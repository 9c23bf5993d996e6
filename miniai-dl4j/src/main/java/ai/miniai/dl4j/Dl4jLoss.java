package ai.miniai.dl4j;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.loss.LossFunction;
import ai.miniai.tensor.Operation;
import ai.miniai.tensor.Tensor;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossSparseMCXENT;

/**
 * A DL4J loss function: the sum over all outputs, divided by the batch size, as in DL4J's own
 * training, but without the penalties for large weights (l1, l2) of its configuration.
 *
 * <p>Predictions are the inputs of the activation function, [batch, size], [batch, size, time] or
 * [batch, channels, height, width]. Targets have the same shape, or are class labels, int64
 * [batch].
 */
public final class Dl4jLoss implements LossFunction {
  private final ILossFunction loss;
  private final IActivation activation;
  private final boolean channelsLast;

  /**
   * {@code loss} applied to {@code activation} of the predictions, such as {@code new LossMCXENT()}
   * with {@code new ActivationSoftmax()}.
   */
  public Dl4jLoss(ILossFunction loss, IActivation activation) {
    this(loss, activation, false);
  }

  /**
   * {@code channelsLast}: whether predictions have their size or channels in the last dimension.
   */
  Dl4jLoss(ILossFunction loss, IActivation activation, boolean channelsLast) {
    this.loss = loss;
    this.activation = activation;
    this.channelsLast = channelsLast;
  }

  @Override
  public Tensor loss(Tensor predictions, Tensor target) {
    INDArray labels = labels(predictions, target);
    return new Value(labels).apply(predictions);
  }

  private INDArray labels(Tensor predictions, Tensor target) {
    INDArray labels =
        target.rank() == 1 && predictions.rank() == 2
            ? loss instanceof LossSparseMCXENT
                ? target.array().reshape(target.length(), 1)
                : OneHot.of(target, predictions.size(1)).array()
            : target.array();
    checkArgument(
        loss instanceof LossSparseMCXENT || Arrays.equals(labels.shape(), predictions.shape()),
        "expected targets of the shape of the predictions, %s, or class labels [batch], got %s",
        Arrays.toString(predictions.shape()),
        Arrays.toString(target.shape()));
    return rows(labels.castTo(predictions.dataType()));
  }

  /** DL4J's losses work on [rows, size], with one row per time step or pixel. */
  private INDArray rows(INDArray x) {
    INDArray last = channelsLast ? x : x.permute(toLast(x.rank()));
    return last.dup('c').reshape(-1, last.size(-1));
  }

  /** The inverse of {@link #rows} for an array of this shape. */
  private INDArray unrows(INDArray rows, INDArray shape) {
    if (channelsLast) {
      return rows.dup('c').reshape(shape.shape());
    }
    int[] order = toLast(shape.rank());
    return rows.dup('c').reshape(shape.permute(order).shape()).permute(fromLast(shape.rank()));
  }

  /** The permutation that moves dimension 1 to the end: 0, 2, 3, 1. */
  private static int[] toLast(int rank) {
    return IntStream.range(0, rank).map(d -> d == 0 ? 0 : d == rank - 1 ? 1 : d + 1).toArray();
  }

  /** The permutation that moves the last dimension to position 1: 0, 3, 1, 2. */
  private static int[] fromLast(int rank) {
    return IntStream.range(0, rank).map(d -> d == 0 ? 0 : d == 1 ? rank - 1 : d - 1).toArray();
  }

  private final class Value extends Operation {
    private final INDArray labels;

    Value(INDArray labels) {
      this.labels = labels;
    }

    @Override
    protected INDArray forward(INDArray... inputs) {
      save(inputs);
      INDArray each = loss.computeScoreArray(labels, rows(inputs[0]), activation, null);
      return each.sum().divi(inputs[0].size(0));
    }

    @Override
    protected void backward(INDArray gradient) {
      INDArray x = saved(0);
      INDArray rows = loss.computeGradient(labels, rows(x), activation, null);
      rows.muli(gradient).divi(x.size(0));
      giveAway(0, unrows(rows, x));
    }
  }
}
