package ai.miniai.metric;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.tensor.Tensor;
import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Scores and targets of two classes, checked and in float64. */
record BinaryTargets(INDArray scores, INDArray targets) {

  /**
   * Scores and targets as float64 [n].
   *
   * @param scores floating point, one number for each item in any shape
   * @param target of the same shape and any type; each is 0 or 1
   * @throws IllegalArgumentException if shapes or types are others, or a target is neither 0 nor 1
   *     (not checked on a GPU, where looking would wait for the device)
   */
  static BinaryTargets of(Tensor scores, Tensor target) {
    checkArgument(
        Arrays.equals(scores.shape(), target.shape()),
        "expected scores and targets of the same shape, not %s and %s (scores [batch, 2] are for"
            + " the Multiclass metrics)",
        Arrays.toString(scores.shape()),
        Arrays.toString(target.shape()));
    checkArgument(
        scores.dataType().isFPType(),
        "expected scores in floating point, not %s: are scores and targets swapped?",
        scores.dataType());
    INDArray targets = flat(target);
    if (Nd4j.getEnvironment().isCPU() && !targets.isEmpty()) {
      double others =
          targets.mul(targets.rsub(1)).neq(0).castTo(DataType.DOUBLE).sumNumber().doubleValue();
      checkArgument(
          others == 0,
          "expected targets of 0 or 1, but %s of %s are neither",
          (long) others,
          targets.length());
    }
    return new BinaryTargets(flat(scores), targets);
  }

  private static INDArray flat(Tensor x) {
    return x.length() == 0
        ? Nd4j.empty(DataType.DOUBLE)
        : ElementwiseError.exact(x).reshape(x.length()).array();
  }

  long items() {
    return targets.isEmpty() ? 0 : targets.length();
  }
}
