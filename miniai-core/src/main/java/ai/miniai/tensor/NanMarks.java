package ai.miniai.tensor;

import org.nd4j.linalg.api.ndarray.INDArray;

/** Lets a maximum be NaN if one of its values is, as in PyTorch; ND4J's maxima pass over NaN. */
final class NanMarks {
  private NanMarks() {}

  /** 1 where {@code x} is NaN, else 0. */
  static INDArray of(INDArray x) {
    return x.neq(x).castTo(x.dataType());
  }

  /**
   * Turns the {@code maxima} into NaN for which {@code marks} are 1. The device knows no "if": 0 /
   * (1 − mark) is NaN there, and 0 elsewhere.
   */
  static void transfer(INDArray marks, INDArray maxima) {
    maxima.addi(marks.rsub(1).rdivi(0));
  }
}
