package ai.miniai.kernels.softmax;

import ai.miniai.array.Layout;
import java.util.stream.LongStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The score of the label in each row of row-major scores [rows, classes], with ND4J's operations.
 */
public final class PortableLabelScores {
  private PortableLabelScores() {}

  /** The score of each label, [rows, 1]. */
  public static INDArray of(INDArray scores, INDArray labels) {
    long n = scores.size(0);
    long classes = scores.size(1);
    long[] starts = LongStream.range(0, n).map(i -> i * classes).toArray();
    INDArray places = Nd4j.createFromArray(starts).addi(labels.castTo(DataType.INT64));
    INDArray chosen = Layout.empty(scores.dataType(), n, 1);
    Nd4j.exec(
        DynamicCustomOp.builder("gather")
            // rows of one value: of a vector it takes values in four times the time
            .addInputs(scores.reshape('c', n * classes, 1), places)
            .addOutputs(chosen)
            .addIntegerArguments(0)
            .build());
    return chosen;
  }

  /** Writes {@code value} at the label of each row of {@code out}, and 0 elsewhere. */
  public static void mark(INDArray labels, double value, INDArray out) {
    Nd4j.exec(
        DynamicCustomOp.builder("onehot")
            .addInputs(labels)
            .addOutputs(out)
            .addIntegerArguments(1, Math.toIntExact(out.size(1)))
            .addFloatingPointArguments(value, 0.0)
            .build());
  }
}
