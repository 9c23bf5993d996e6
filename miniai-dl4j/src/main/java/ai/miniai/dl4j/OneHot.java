package ai.miniai.dl4j;

import ai.miniai.tensor.Tensor;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;

/** Class labels in one-hot form, as DL4J needs them. */
final class OneHot {
  private OneHot() {}

  /** int64 [batch] as [batch, classes], with a 1 at the class of each row. */
  static Tensor of(Tensor labels, long classes) {
    INDArray out = Nd4j.create(Nd4j.defaultFloatingPointType(), labels.size(0), classes);
    Nd4j.exec(
        DynamicCustomOp.builder("onehot")
            .addInputs(labels.array().castTo(DataType.INT64))
            .addOutputs(out)
            .addIntegerArguments(-1, (int) classes)
            .addFloatingPointArguments(1.0, 0.0)
            .build());
    return Tensor.wrap(out);
  }
}
