package ai.miniai.tensor;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.floating.Sqrt;
import org.nd4j.linalg.factory.Nd4j;

/** Lets a maximum be NaN if one of its values is, as in PyTorch; ND4J's maxima pass over NaN. */
final class NanMarks {
  private NanMarks() {}

  /** 1 where {@code x} is NaN, else 0. */
  static INDArray of(INDArray x) {
    return x.isNaN().castTo(x.dataType());
  }

  /**
   * Turns those {@code maxima} into NaN for which {@code marks}, a sum or mean of marks, is not 0.
   * On the device there is no "if": the root of −marks is NaN there, and −0 elsewhere.
   */
  static void transfer(INDArray marks, INDArray maxima) {
    INDArray root = Layout.emptyLike(marks);
    Nd4j.exec(new Sqrt(marks.neg(), root));
    maxima.addi(root);
  }
}
