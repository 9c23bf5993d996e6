package ai.miniai.tensor;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;

/**
 * Values on the heap with a shape, and the plainest loops over them: a reference to compare with.
 */
record NaiveArray(double[] values, int... shape) {
  static NaiveArray of(Tensor tensor) {
    return new NaiveArray(
        tensor.toDoubles(), Arrays.stream(tensor.shape()).mapToInt(Math::toIntExact).toArray());
  }

  /** The array of this shape with this value at each index. */
  static NaiveArray make(int[] shape, ToDoubleFunction<int[]> value) {
    double[] values = new double[count(shape)];
    for (int at = 0; at < values.length; at++) {
      values[at] = value.applyAsDouble(index(at, shape));
    }
    return new NaiveArray(values, shape);
  }

  static int count(int... shape) {
    return Arrays.stream(shape).reduce(1, (a, b) -> a * b);
  }

  static int[] index(int at, int... shape) {
    int[] index = new int[shape.length];
    int rest = at;
    for (int d = shape.length - 1; d >= 0; d--) {
      index[d] = rest % shape[d];
      rest /= shape[d];
    }
    return index;
  }

  int rank() {
    return shape.length;
  }

  /** The value at the last {@link #rank} of these indices; 0 is taken where the size is 1. */
  double at(int... index) {
    int at = 0;
    for (int d = 0; d < shape.length; d++) {
      int i = index[index.length - shape.length + d];
      at = at * shape[d] + (shape[d] == 1 ? 0 : i);
    }
    return values[at];
  }

  /** The value at exactly this index, which must exist; 0 where it lies outside. */
  double atOrZero(int... index) {
    for (int d = 0; d < shape.length; d++) {
      if (index[d] < 0 || index[d] >= shape[d]) {
        return 0;
      }
    }
    return at(index);
  }

  /** The values along {@code dims} at {@code index}, whose places there do not matter. */
  double[] along(int[] index, int... dims) {
    int[] sizes = Arrays.stream(dims).map(d -> shape[d]).toArray();
    double[] line = new double[count(sizes)];
    int[] place = index.clone();
    for (int i = 0; i < line.length; i++) {
      int[] inside = index(i, sizes);
      for (int k = 0; k < dims.length; k++) {
        place[dims[k]] = inside[k];
      }
      line[i] = at(place);
    }
    return line;
  }

  /** Each line along {@code dims} made one number. */
  NaiveArray reduce(ToDoubleFunction<double[]> body, boolean keepDims, int... dims) {
    int[] kept = shape.clone();
    for (int d : dims) {
      kept[d] = 1;
    }
    NaiveArray reduced = make(kept, index -> body.applyAsDouble(along(index, dims)));
    int[] rest = new int[shape.length];
    int n = 0;
    for (int d = 0; d < shape.length; d++) {
      int dim = d;
      if (Arrays.stream(dims).noneMatch(r -> r == dim)) {
        rest[n++] = shape[d];
      }
    }
    return keepDims ? reduced : new NaiveArray(reduced.values, Arrays.copyOf(rest, n));
  }
}
