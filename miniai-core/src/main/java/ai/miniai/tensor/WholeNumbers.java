package ai.miniai.tensor;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.array.Broadcast;
import ai.miniai.array.Layout;
import ai.miniai.kernels.Kernels;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Integer arithmetic for integers and booleans, as in PyTorch. It is computed in int64, and the
 * result wraps around in its type. It has no gradient.
 */
final class WholeNumbers {
  private WholeNumbers() {}

  /** {@code value} as an operand for an integer or boolean tensor. */
  static Tensor scalar(long value) {
    return Tensor.wrap(Nd4j.scalar(value));
  }

  /**
   * The result type of {@code x} combined with a Java {@code long}: the type of x, or int64 for
   * booleans.
   */
  static DataType beside(Tensor x) {
    return x.dataType() == DataType.BOOL ? DataType.INT64 : x.dataType();
  }

  /** x to the power of {@code exponent}, which is 0 or more, by repeated squaring. */
  static Tensor power(Tensor x, long exponent) {
    checkArgument(
        exponent >= 0,
        "whole numbers have no power of %s: convert with to(DataType.FLOAT) first",
        exponent);
    Tensor base = x.to(DataType.INT64);
    return Trace.step("Power", Map.of("exponent", exponent), () -> powered(base, exponent), base)
        .to(beside(x));
  }

  private static Tensor powered(Tensor x, long exponent) {
    INDArray base = x.live();
    INDArray result = Layout.full(DataType.INT64, 1, x.shape());
    for (long left = exponent; left > 0; left >>= 1) {
      if ((left & 1) == 1) {
        result = Broadcast.apply("multiply", result, base);
      }
      base = Broadcast.apply("multiply", base, base);
    }
    return Tensor.wrap(result);
  }

  /** Limits x to [min, max]. */
  static Tensor clamp(Tensor x, long min, long max) {
    checkArgument(min <= max, "expected min <= max, not min %s and max %s", min, max);
    DataType kind = beside(x);
    checkFits(min, kind);
    checkFits(max, kind);
    Tensor whole = x.to(DataType.INT64);
    return Trace.step(
            "Clamp",
            Map.of("min", min, "max", max),
            () -> {
              INDArray raised = Broadcast.apply("maximum", whole.live(), Nd4j.scalar(min));
              return Tensor.wrap(Broadcast.apply("minimum", raised, Nd4j.scalar(max)));
            },
            whole)
        .to(kind);
  }

  /** max(x, 0). */
  static Tensor relu(Tensor x) {
    Tensor whole = x.to(DataType.INT64);
    return Trace.step(
            "Relu",
            Map.of(),
            () -> Tensor.wrap(Broadcast.apply("maximum", whole.live(), Nd4j.scalar(0L))),
            whole)
        .to(x.dataType());
  }

  /** The running sum of an int64 tensor along {@code dim}, computed on the host. */
  static Tensor cumsum(Tensor x, int dim) {
    return Trace.step("Cumsum", Map.of("dim", dim), () -> sums(x, dim), x);
  }

  private static Tensor sums(Tensor x, int dim) {
    if (x.length() == 0) {
      return Tensor.made(Layout.empty(DataType.INT64, x.shape()));
    }
    long[] sums = Kernels.current().readLongs(x.live());
    long inner = 1;
    for (int d = dim + 1; d < x.rank(); d++) {
      inner *= x.size(d);
    }
    for (int i = 0; i < sums.length; i++) {
      if (i / inner % x.size(dim) > 0) {
        sums[i] += sums[(int) (i - inner)];
      }
    }
    return Tensor.of(new HostArray.Longs(sums, x.shape()));
  }

  private static void checkFits(long bound, DataType kind) {
    int bits = 8 * kind.width();
    long least = kind == DataType.UINT8 ? 0 : Long.MIN_VALUE >> (64 - bits);
    long largest = kind == DataType.UINT8 ? 255 : Long.MAX_VALUE >> (64 - bits);
    checkArgument(
        bound >= least && bound <= largest,
        "%s is no bound for numbers of type %s, which go from %s to %s",
        bound,
        kind,
        least,
        largest);
  }
}
