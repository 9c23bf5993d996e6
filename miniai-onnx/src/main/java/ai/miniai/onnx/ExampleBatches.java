package ai.miniai.onnx;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * The inputs of the two runs of a model: items of the user's examples, in batches of different
 * sizes. Their values differ too, so that a value which the model reads is not taken for a
 * constant.
 */
record ExampleBatches(List<Tensor> small, List<Tensor> large) {
  /** No dimension of an input depends on the batch. */
  static final int NONE = -1;

  /** Floating point values of the large batch are that much of the example's. */
  private static final double SHARE = 0.75;

  static ExampleBatches of(List<Tensor> examples, int... batchDims) {
    for (int i = 0; i < batchDims.length; i++) {
      Tensor x = examples.get(i);
      int dim = batchDims[i];
      checkArgument(
          x.length() > 0 && dim >= NONE && dim < x.rank(),
          "the example input %s of shape %s wants at least one element, and a dimension %s that is"
              + " the batch",
          i,
          Arrays.toString(x.shape()),
          dim);
    }
    return new ExampleBatches(
        IntStream.range(0, batchDims.length)
            .mapToObj(i -> items(examples.get(i), batchDims[i], Size.SMALL, false))
            .toList(),
        IntStream.range(0, batchDims.length)
            .mapToObj(i -> items(examples.get(i), batchDims[i], Size.LARGE, true))
            .toList());
  }

  private static Tensor items(Tensor x, int dim, int count, boolean other) {
    Tensor values = other && x.dataType().isFPType() ? x.times(SHARE) : x;
    if (dim == NONE) {
      return values.detach();
    }
    long have = x.size(dim);
    long[] places =
        LongStream.range(0, count).map(i -> other ? (count - 1 - i) % have : i % have).toArray();
    return values.indexSelect(dim, Tensor.of(places)).detach();
  }
}
