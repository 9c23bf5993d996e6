package ai.miniai.array;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;

/** Masks: arrays that are 1 where a condition is true and 0 elsewhere. */
public final class Mask {
  private Mask() {}

  /** 1 where {@code x} is NaN. */
  public static INDArray ofNan(INDArray x) {
    return x.neq(x).castTo(x.dataType());
  }

  /**
   * Sets {@code x} to NaN where {@code mask} is 1, by adding 0 / (1 − mask), which is NaN there and
   * 0 elsewhere.
   */
  public static void fillNan(INDArray mask, INDArray x) {
    x.addi(mask.rsub(1).rdivi(0));
  }

  /** Like {@link #keep}, also for integers. */
  public static void choose(INDArray mask, INDArray x, INDArray out) {
    if (x.dataType().isFPType()) {
      keep(mask, x, out);
    } else {
      Nd4j.exec(DynamicCustomOp.builder("multiply").addInputs(mask, x).addOutputs(out).build());
    }
  }

  /**
   * Writes {@code x} where {@code mask} is 1, and 0 where it is 0. This works even where x is NaN
   * or infinite, for which x · mask would give NaN.
   */
  public static void keep(INDArray mask, INDArray x, INDArray out) {
    if (out.dataType() == DataType.BFLOAT16) { // which the operation does not support
      INDArray wide = x.castTo(DataType.FLOAT);
      keep(mask.castTo(DataType.FLOAT), wide, wide);
      out.assign(wide);
      return;
    }
    Nd4j.exec(DynamicCustomOp.builder("relu_bp").addInputs(mask, x).addOutputs(out).build());
  }
}
