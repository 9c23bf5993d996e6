package ai.miniai.kernels;

import ai.miniai.array.Broadcast;
import ai.miniai.array.Layout;
import ai.miniai.array.Mask;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Choices between the elements of two row-major arrays, with ND4J's operations. */
final class PortableChoice {
  private PortableChoice() {}

  /** Writes a where {@code condition} is true, else b, to {@code out}. */
  static void choose(INDArray condition, INDArray a, INDArray b, INDArray out) {
    INDArray chosen = condition.castTo(out.dataType());
    Mask.choose(chosen, Broadcast.stretch(a, out.shape()), out);
    INDArray rest = Layout.emptyLike(out);
    Mask.choose(chosen.rsub(1), Broadcast.stretch(b, out.shape()), rest);
    out.addi(rest);
  }

  /** Writes the larger or the smaller of both to {@code out}. */
  static void extremum(boolean larger, INDArray a, INDArray b, INDArray out) {
    choose(loses(larger, b, a), a, b, out); // b where a is NaN
    if (a.dataType().isFPType()) {
      Mask.fillNan(Mask.ofNan(a), out);
    }
  }

  /** Writes the gradient of {@link #extremum} with respect to {@code x}. */
  static void differentiateExtremum(
      boolean larger, INDArray x, INDArray other, INDArray gradient, INDArray out) {
    INDArray share = x.eq(other).castTo(x.dataType()).muli(-0.5).addi(1);
    INDArray kept = loses(larger, x, other).castTo(x.dataType()).rsubi(1);
    Mask.keep(kept, share.muli(gradient), out);
  }

  /** Where {@code x} is not the result, because {@code other} is. */
  private static INDArray loses(boolean larger, INDArray x, INDArray other) {
    return larger ? x.lt(other) : x.gt(other);
  }
}
