package ai.miniai.tensor;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.array.Layout;
import ai.miniai.array.Shapes;
import ai.miniai.kernels.Kernels;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The mean of −log softmax(logits)[label] over a batch. */
final class CrossEntropyOp extends Operation {
  private final Tensor labels;
  private long classes;

  CrossEntropyOp(Tensor labels) {
    this.labels = labels;
  }

  @Override
  protected INDArray forward(INDArray... inputs) {
    INDArray logits = inputs[0];
    checkArgument(
        logits.rank() == 2 && labels.rank() == 1 && labels.size(0) == logits.size(0),
        "cross-entropy wants logits [batch, classes] and labels [batch] (int64), or probabilities"
            + " [batch, classes]; given logits %s and labels %s",
        Shapes.shape(logits),
        Shapes.shape(labels.live()));
    classes = logits.size(1);
    if (logits.size(0) == 0) {
      return Layout.full(logits.dataType(), Double.NaN); // the mean of no values
    }
    alsoReads(labels);
    save(Layout.contiguous(logits), Layout.contiguous(labels.live()).castTo(DataType.INT64));
    ClassIndices.check(Tensor.made(saved(1)), logits.size(1));
    return Kernels.current().crossEntropy(saved(0), saved(1));
  }

  @Override
  protected void backward(INDArray gradient) {
    if (labels.length() == 0) {
      giveAway(0, Layout.full(gradient.dataType(), 0, 0, classes));
      return;
    }
    giveAway(0, Kernels.current().crossEntropyBackward(saved(0), saved(1), gradient));
  }
}
