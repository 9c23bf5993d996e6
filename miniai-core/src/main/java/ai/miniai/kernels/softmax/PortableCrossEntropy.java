package ai.miniai.kernels.softmax;

import ai.miniai.array.Broadcast;
import ai.miniai.array.Layout;
import java.util.stream.LongStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The mean cross-entropy of logits [batch, classes] and labels [batch], with ND4J's operations.
 * ND4J's own is infinite if the probability of the label is too small for float32, and its gradient
 * takes three times as long on the CPU.
 */
public final class PortableCrossEntropy {
  private PortableCrossEntropy() {}

  /** The mean of log Σ exp(x − m) − (x[label] − m), where m is the largest logit of an item. */
  public static INDArray forward(INDArray logits, INDArray labels) {
    INDArray shifted = PortableSoftmax.shifted(logits, 1);
    INDArray logSums = PortableSoftmax.logSums(shifted, 1);
    return logSums.subi(chosen(shifted, labels)).mean();
  }

  /** The value at the label of each row, [batch, 1]. */
  private static INDArray chosen(INDArray rows, INDArray labels) {
    long n = rows.size(0);
    long classes = rows.size(1);
    long[] starts = LongStream.range(0, n).map(i -> i * classes).toArray();
    INDArray places = Nd4j.createFromArray(starts).addi(labels.castTo(DataType.INT64));
    INDArray chosen = Layout.empty(rows.dataType(), n, 1);
    Nd4j.exec(
        DynamicCustomOp.builder("gather")
            // rows of one value: of a vector it takes values in four times the time
            .addInputs(rows.reshape('c', n * classes, 1), places)
            .addOutputs(chosen)
            .addIntegerArguments(0)
            .build());
    return chosen;
  }

  /** gradient · (softmax(x) − 1 at the label) / batch. */
  public static INDArray backward(INDArray logits, INDArray labels, INDArray gradient) {
    INDArray probabilities = PortableSoftmax.softmax(logits, 1);
    INDArray isLabel = Layout.emptyLike(probabilities);
    Nd4j.exec(
        DynamicCustomOp.builder("onehot")
            .addInputs(labels)
            .addOutputs(isLabel)
            .addIntegerArguments(1, Math.toIntExact(logits.size(1)))
            .addFloatingPointArguments(1.0, 0.0)
            .build());
    return Broadcast.apply("multiply", probabilities.subi(isLabel), gradient.div(logits.size(0)));
  }
}
