package ai.miniai.tensor;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.array.Shapes;
import java.util.Arrays;

/** Functions of {@link Tensor} that change the shape, or select some of the elements. */
sealed interface ShapeFunctions extends Sized permits Tensor {
  /** The same values in another shape; one size may be −1. */
  default Tensor reshape(long... shape) {
    return new ReshapeOp(shape).apply(self());
  }

  /** Merges all dimensions from {@code start} on into one. */
  default Tensor flatten(int start) {
    int from = Shapes.dim(start, rank());
    long[] flat = Arrays.copyOf(shape(), from + 1);
    flat[from] = -1;
    return reshape(flat);
  }

  /** Reorders the dimensions. */
  default Tensor permute(int... dims) {
    return new PermuteOp(dims).apply(self());
  }

  /** Swaps two dimensions. */
  default Tensor transpose(int a, int b) {
    int[] dims = new int[rank()];
    Arrays.setAll(dims, i -> i);
    dims[Shapes.dim(a, rank())] = Shapes.dim(b, rank());
    dims[Shapes.dim(b, rank())] = Shapes.dim(a, rank());
    return permute(dims);
  }

  /** Inserts a dimension of size 1 at {@code dim}. */
  default Tensor unsqueeze(int dim) {
    int at = Shapes.dim(dim, rank() + 1);
    long[] shape = new long[rank() + 1];
    for (int i = 0; i < shape.length; i++) {
      shape[i] = i == at ? 1 : size(i < at ? i : i - 1);
    }
    return reshape(shape);
  }

  /** Removes dimension {@code dim} if its size is 1; else returns this tensor. */
  default Tensor squeeze(int dim) {
    int at = Shapes.dim(dim, rank());
    return size(at) == 1 ? reshape(Shapes.without(shape(), at)) : self();
  }

  /** The elements {@code from} (inclusive) to {@code to} (exclusive) of {@code dim}. */
  default Tensor slice(int dim, long from, long to) {
    return new SliceOp(dim, from, to).apply(self());
  }

  /**
   * The elements at {@code index} of dimension {@code dim}, which is removed. A negative index
   * counts from the end.
   */
  default Tensor select(int dim, long index) {
    int at = Shapes.dim(dim, rank());
    checkArgument(
        index >= -size(at) && index < size(at),
        "index %s does not exist: dimension %s of shape %s has %s to %s",
        index,
        dim,
        Shapes.text(shape()),
        -size(at),
        size(at) - 1);
    long from = index < 0 ? index + size(at) : index;
    return slice(at, from, from + 1).squeeze(at);
  }

  private Tensor self() {
    return (Tensor) this;
  }
}
