package ai.miniai.tensor;

import static com.google.common.base.Preconditions.checkArgument;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;

/** x, moved to the nearer end of an interval where it lies outside. */
final class Clamp extends Elementwise {
  private final double min;
  private final double max;

  Clamp(double min, double max) {
    checkArgument(min <= max, "expected min <= max, not min %s and max %s", min, max);
    this.min = min;
    this.max = max;
  }

  @Override
  void compute(INDArray x, INDArray y) {
    if (min == max) { // which ND4J refuses; what is within 1 of it, minus itself, is 0 or NaN
      clip(x, min - 1, min + 1, y);
      y.subi(y.dup()).addi(min);
    } else {
      clip(x, min, max, y);
    }
  }

  private static void clip(INDArray x, double from, double to, INDArray y) {
    Nd4j.exec(
        DynamicCustomOp.builder("clipbyvalue")
            .addInputs(x)
            .addOutputs(y)
            .addFloatingPointArguments(from, to)
            .build());
  }

  @Override
  boolean readsResult() {
    return true;
  }

  @Override
  void differentiate(INDArray x, INDArray y, INDArray gradient, INDArray out) {
    keepWhere(x.eq(y).castTo(x.dataType()), gradient, out);
  }
}
