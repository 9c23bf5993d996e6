package ai.miniai.tensor;

import ai.miniai.array.Extent;
import ai.miniai.array.Layout;
import ai.miniai.array.Mask;
import ai.miniai.array.Shapes;
import ai.miniai.kernels.Kernels;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.apiguardian.api.API;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What losses need beside the functions of {@link Tensor}. */
@API(status = API.Status.INTERNAL)
public final class LossOps {
  private LossOps() {}

  /**
   * x [n] where {@code mask}, of the same shape and type, is 1, and 0 where it is 0, even if x is
   * NaN or infinite there.
   */
  public static Tensor keep(Tensor mask, Tensor x) {
    INDArray kept = mask.live();
    return new PointwiseOp(
            "Keep",
            (in, out) -> Mask.keep(kept, in, out),
            PointwiseOp.Reads.NOTHING,
            (in, y, gradient, out) -> Mask.keep(kept, gradient, out))
        .apply(x);
  }

  /** Applies {@code body}. float16 and bfloat16 are computed in float32, and the result rounded. */
  public static Tensor wide(Tensor x, UnaryOperator<Tensor> body) {
    return Promotion.wide(x, body);
  }

  /** The class labels as int64 in one row [n]. */
  public static Tensor flatLabels(Tensor labels) {
    if (labels.rank() == 1 && labels.dataType() == DataType.INT64) {
      return labels;
    }
    long[] row = {labels.length()};
    return labels.length() == 0
        ? Tensor.made(Layout.empty(DataType.INT64, row))
        : labels.to(DataType.INT64).reshape(row);
  }

  /** The elements x[i, columns[i]] as [n], of x [n, width] and int64 columns [n] within it. */
  public static Tensor pick(Tensor x, Tensor columns) {
    long n = x.size(0);
    if (n == 0) {
      return x.reshape(0L, x.size(1)).sum(1);
    }
    long width = x.size(1);
    Tensor places;
    if (Nd4j.getEnvironment().isCPU()) { // counting is faster than tensors of whole numbers
      long[] at = Kernels.current().readLongs(columns.live());
      Arrays.setAll(at, i -> i * width + at[i]);
      places = Tensor.of(at);
    } else {
      places = Tensor.arange(0, n * width, width).plus(columns);
    }
    return places.embedding(x.reshape(x.length(), 1)).reshape(n);
  }

  /**
   * {@code factor} times the sum of x[i, labels[i]], of x [n, classes] and int64 labels [n] that
   * are classes.
   */
  public static Tensor sumAt(Tensor x, Tensor labels, double factor) {
    return new LabelScoreOp(labels, factor).apply(x);
  }

  /** 1 where {@code x} is {@code value}, else 0, in the type {@code kind}; without a gradient. */
  public static Tensor equal(Tensor x, Number value, DataType kind) {
    return x.length() == 0
        ? Tensor.made(Layout.empty(kind, x.shape()))
        : Tensor.made(x.readable().live().eq(value).castTo(kind));
  }

  /**
   * Whether {@code labels} are known not to contain {@code value}. On a GPU this is not known,
   * because looking would wait for the device.
   */
  public static boolean lacks(Tensor labels, long value) {
    return Nd4j.getEnvironment().isCPU()
        && Arrays.stream(Kernels.current().readLongs(labels.live())).noneMatch(x -> x == value);
  }

  /**
   * A value that is not in [0, 1], or 0 if there is none. NaN counts as inside. On a GPU the result
   * is 0, because looking would wait for the device.
   */
  public static double outsideUnitInterval(Tensor x) {
    if (x.length() == 0 || !Nd4j.getEnvironment().isCPU()) {
      return 0;
    }
    INDArray values = x.readable().live();
    if (Extent.isWithin(0, 1, values)) { // takes a fraction of the time of the following
      return 0;
    }
    double least = values.minNumber().doubleValue();
    double largest = values.maxNumber().doubleValue();
    return least < 0 ? least : largest > 1 ? largest : 0;
  }

  /** Whether {@code part} broadcasts to {@code whole}. */
  public static boolean broadcastsTo(long[] part, long... whole) {
    if (part.length > whole.length) {
      return false;
    }
    long[] padded = Shapes.padded(part, whole.length);
    return IntStream.range(0, whole.length).allMatch(i -> padded[i] == 1 || padded[i] == whole[i]);
  }
}
