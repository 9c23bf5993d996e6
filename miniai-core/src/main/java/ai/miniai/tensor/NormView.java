package ai.miniai.tensor;

import ai.miniai.array.Layout;
import ai.miniai.array.Shapes;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The input of a normalisation as [items, groups, channels, places], and back. It is a view if the
 * memory is row-major, or if it is in an order in which the channels vary fastest; else a copy.
 */
final class NormView {
  private static final int[] CHANNELS_LAST = {0, 3, 1, 2};
  private static final int[] CHANNELS_FIRST = {0, 2, 3, 1};

  private final int[] order;
  private final int[] parameterOrder;
  private final long[] grouped;
  private final boolean channelsLast;

  /** {@code grouped} is the shape in memory: with the places last or, if so, the channels. */
  private NormView(int[] order, int[] parameterOrder, boolean channelsLast, long... grouped) {
    this.order = order;
    this.parameterOrder = parameterOrder;
    this.channelsLast = channelsLast;
    this.grouped = grouped;
  }

  /**
   * For layer normalisation over the dimensions from {@code first} on: each item is one group, and
   * each of its values a channel.
   */
  static NormView ofItems(INDArray x, int first) {
    int[] memory = Layout.memoryOrder(x);
    int[] inner = Arrays.stream(memory).filter(d -> d >= first).toArray();
    int[] order =
        IntStream.concat(Arrays.stream(memory).filter(d -> d < first), Arrays.stream(inner))
            .toArray();
    if (Layout.isRowMajor(x) || !Layout.isRowMajor(x.permute(order))) {
      order = IntStream.range(0, x.rank()).toArray();
      inner = IntStream.range(first, x.rank()).toArray();
    }
    long values = Arrays.stream(inner).mapToLong(x::size).reduce(1, (a, b) -> a * b);
    int[] parameterOrder = Arrays.stream(inner).map(d -> d - first).toArray();
    return new NormView(order, parameterOrder, false, x.length() / values, 1, values, 1);
  }

  /** For group normalisation of [batch, channels, ...]. */
  static NormView ofGroups(INDArray x, int groups) {
    long items = x.size(0);
    long channels = x.size(1) / groups;
    long places = x.length() / items / x.size(1);
    int[] one = {0};
    return Layout.isRowMajor(x)
        ? new NormView(
            IntStream.range(0, x.rank()).toArray(), one, false, items, groups, channels, places)
        : new NormView(Shapes.channelsLast(x.rank()), one, true, items, places, groups, channels);
  }

  INDArray of(INDArray x) {
    INDArray view = Layout.contiguous(x.permute(order)).reshape('c', grouped);
    return channelsLast ? view.permute(CHANNELS_FIRST) : view;
  }

  /** The opposite of {@link #of}, for an array of the given {@code shape}. */
  INDArray undo(INDArray view, long... shape) {
    return undo(channelsLast ? view.permute(CHANNELS_LAST) : view, order, shape);
  }

  /** A weight or bias, or its gradient, as a vector with the channels in the order of memory. */
  INDArray ofParameter(INDArray parameter) {
    return Layout.reshape(parameter.permute(parameterOrder), parameter.length());
  }

  /** The opposite of {@link #ofParameter}, for a parameter of the given {@code shape}. */
  INDArray undoParameter(INDArray vector, long... shape) {
    return undo(vector, parameterOrder, shape);
  }

  private static INDArray undo(INDArray view, int[] order, long... shape) {
    long[] ordered = Arrays.stream(order).mapToLong(d -> shape[d]).toArray();
    int[] inverse = new int[order.length];
    for (int i = 0; i < order.length; i++) {
      inverse[order[i]] = i;
    }
    return Layout.reshape(view, ordered).permute(inverse);
  }
}
