package ai.miniai.kernels.softmax;

import ai.miniai.array.Broadcast;
import ai.miniai.array.Layout;
import org.nd4j.linalg.api.ndarray.INDArray;

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
    return logSums.subi(PortableLabelScores.of(shifted, labels)).mean();
  }

  /** gradient · (softmax(x) − 1 at the label) / batch. */
  public static INDArray backward(INDArray logits, INDArray labels, INDArray gradient) {
    INDArray probabilities = PortableSoftmax.softmax(logits, 1);
    INDArray isLabel = Layout.emptyLike(probabilities);
    PortableLabelScores.mark(labels, 1, isLabel);
    return Broadcast.apply("multiply", probabilities.subi(isLabel), gradient.div(logits.size(0)));
  }
}
