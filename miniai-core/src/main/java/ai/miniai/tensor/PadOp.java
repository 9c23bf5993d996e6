package ai.miniai.tensor;

import ai.miniai.array.Layout;
import ai.miniai.kernels.Kernels;
import com.google.common.primitives.Longs;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Surrounds the values with a constant. A negative width cuts values off.
 *
 * <p>{@code before} and {@code after} are the widths at the two ends of each dimension.
 */
final class PadOp extends Operation {
  private final double value;
  private final long[] before;
  private final long[] after;

  PadOp(double value, long[] before, long[] after) {
    this.value = value;
    this.before = before;
    this.after = after;
  }

  @Override
  protected String name() {
    return "Pad";
  }

  @Override
  Map<String, Object> settings() {
    return Map.of("value", value, "before", Longs.asList(before), "after", Longs.asList(after));
  }

  @Override
  protected INDArray forward(INDArray... inputs) {
    INDArray x = inputs[0];
    long[] shape = x.shape().clone();
    for (int d = 0; d < shape.length; d++) {
      shape[d] = Math.max(0, shape[d] + before[d] + after[d]);
    }
    INDArray result = Layout.fullLike(x, value, shape);
    if (keepsSome(x.shape())) {
      Kernels.current().copy(part(x, negated(before), negated(after)), part(result, before, after));
    }
    return result;
  }

  @Override
  protected void backward(INDArray gradient) {
    long[] shape = inputShape(0);
    INDArray given = Layout.fullLike(gradient, 0, shape);
    if (keepsSome(shape)) {
      Kernels.current()
          .copy(part(gradient, before, after), part(given, negated(before), negated(after)));
    }
    giveAway(0, given);
  }

  private boolean keepsSome(long... shape) {
    for (int d = 0; d < shape.length; d++) {
      if (shape[d] + Math.min(before[d], 0) + Math.min(after[d], 0) <= 0) {
        return false;
      }
    }
    return true;
  }

  /** {@code x} without so many elements at each end; negative numbers cut nothing off. */
  private static INDArray part(INDArray x, long[] first, long[] last) {
    INDArray part = x;
    for (int d = 0; d < x.rank(); d++) {
      if (first[d] > 0 || last[d] > 0) {
        part = Layout.part(part, d, Math.max(0, first[d]), x.size(d) - Math.max(0, last[d]));
      }
    }
    return part;
  }

  private static long[] negated(long... widths) {
    long[] negated = new long[widths.length];
    for (int d = 0; d < widths.length; d++) {
      negated[d] = -widths[d];
    }
    return negated;
  }
}
