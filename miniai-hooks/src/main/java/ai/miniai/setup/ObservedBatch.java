package ai.miniai.setup;

import ai.miniai.tensor.Tensor;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * The output and the target of a batch as numbers, with a target for each output: labels become
 * rows of zeros with a single 1 along the dimension of the classes.
 *
 * @param output the output, not more items than needed
 * @param target the target of these items
 * @param labels whether the target consists of labels
 * @param classes the dimension of the classes in the output; −1 without labels
 */
record ObservedBatch(Tensor output, Tensor target, boolean labels, int classes) {
  /** The number of values that are looked at. */
  private static final long ENOUGH = 1_000_000;

  /** Empty if the target is of another kind, or there is nothing in the batch. */
  static Optional<ObservedBatch> of(Tensor output, Tensor target) {
    if (output.rank() < 1
        || target.rank() < 1
        || output.length() == 0
        || target.size(0) != output.size(0)
        || !output.dataType().isFPType()) {
      return Optional.empty();
    }
    long items = Math.max(1, ENOUGH * output.size(0) / output.length());
    Tensor some = items < output.size(0) ? output.slice(0, 0, items) : output;
    Tensor wanted = items < output.size(0) ? target.slice(0, 0, items) : target;
    int dim = target.dataType().isFPType() ? -1 : classDimension(output.shape(), target.shape());
    if (dim > 0) {
      return Optional.of(new ObservedBatch(some, wanted, true, dim));
    }
    return output.length() == target.length()
        ? Optional.of(new ObservedBatch(some, wanted, false, -1))
        : Optional.empty();
  }

  /** The dimension that outputs have and labels do not: 1, or the last; −1 if there is none. */
  private static int classDimension(long[] output, long[] labels) {
    return IntStream.of(1, output.length - 1)
        .filter(dim -> dim > 0 && dim < output.length && output[dim] > 1)
        .filter(dim -> Arrays.equals(without(output, dim), labels))
        .findFirst()
        .orElse(-1);
  }

  private static long[] without(long[] shape, int dim) {
    return LongStream.concat(
            Arrays.stream(shape, 0, dim), Arrays.stream(shape, dim + 1, shape.length))
        .toArray();
  }

  int items() {
    return (int) output.size(0);
  }

  /** The number of outputs for one item, or of classes. */
  int width() {
    return (int) (labels ? output.size(classes) : output.length() / output.size(0));
  }

  /** The values of the output that belong to neighbouring classes are so far apart. */
  private int stride() {
    int stride = 1;
    for (int dim = classes + 1; dim < output.rank(); dim++) {
      stride *= (int) output.size(dim);
    }
    return stride;
  }

  /** An output that is the same for all items; {@code constant}: {@link #width} values. */
  Tensor constant(double... constant) {
    double[] all = new double[(int) output.length()];
    int stride = labels ? stride() : 1;
    for (int i = 0; i < all.length; i++) {
      all[i] = constant[i / stride % constant.length];
    }
    return Tensor.of(all, output.shape()).to(output.dataType());
  }

  /** A target for each output, of {@code numbers}, the values of the target. */
  double[] spread(double... numbers) {
    if (!labels) {
      return numbers;
    }
    double[] all = new double[(int) output.length()];
    int stride = stride();
    for (int i = 0; i < numbers.length; i++) {
      int label = (int) numbers[i];
      if (label >= 0 && label < width()) {
        all[(i / stride * width() + label) * stride + i % stride] = 1;
      }
    }
    return all;
  }
}
