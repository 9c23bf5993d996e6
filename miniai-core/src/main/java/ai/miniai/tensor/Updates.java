package ai.miniai.tensor;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.array.Layout;
import ai.miniai.kernels.AdamStep;
import ai.miniai.kernels.Kernels;
import ai.miniai.kernels.elementwise.Arithmetic;
import org.apiguardian.api.API;
import org.nd4j.linalg.api.ndarray.INDArray;

/** In-place arithmetic, for optimizers and for code that monitors them. */
@API(status = API.Status.INTERNAL)
public final class Updates {
  private Updates() {}

  /** y ← y + factor · x, in place, for arrays of the same shape and type (float32 or float64). */
  public static void addScaled(INDArray y, double factor, INDArray x) {
    checkArgument(
        y.dataType() == x.dataType() && Promotion.isPlain(y.dataType()),
        "numbers of type %s cannot be added to ones of type %s in place: float32 and float64 can,"
            + " to their own",
        x.dataType(),
        y.dataType());
    if (y.isEmpty()) {
      return;
    }
    Kernels.current().addScaled(y, factor, x);
  }

  /** y ← y + x, in place, for arrays of the same shape and type. y may be a view with gaps. */
  static void add(INDArray y, INDArray x) {
    if (!Promotion.isPlain(y.dataType())) {
      y.addi(x);
    } else if (Layout.sameLayout(y, x)) {
      INDArray sum = Layout.inMemoryOrder(y);
      Kernels.current().arithmetic(Arithmetic.ADD, sum, Layout.inMemoryOrder(x), sum);
    } else {
      Kernels.current().copy(Kernels.current().arithmetic(Arithmetic.ADD, y, x), y);
    }
  }

  /**
   * A step of Adam, in place.
   *
   * @param mean the running mean of the gradient, with decay rate {@code beta1}
   * @param square the running mean of its square, with decay rate {@code beta2}
   * @param rate the learning rate, divided by 1 − beta1ᵗ
   * @param root √(1 − beta2ᵗ)
   */
  public static void adam(
      INDArray weight,
      INDArray gradient,
      INDArray mean,
      INDArray square,
      double beta1,
      double beta2,
      double rate,
      double root,
      double eps) {
    AdamStep step = new AdamStep(beta1, beta2, rate, root, eps);
    Kernels.current().adam(weight, gradient, mean, square, step);
  }

  /** A row-major copy of {@code x}, which the caller may change in place. */
  public static INDArray copyOf(INDArray x) {
    INDArray copy = Layout.empty(x.dataType(), x.shape());
    if (!copy.isEmpty()) {
      Kernels.current().copy(x, copy);
    }
    return copy;
  }
}
