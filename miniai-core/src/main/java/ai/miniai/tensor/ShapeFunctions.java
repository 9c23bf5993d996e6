package ai.miniai.tensor;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.array.Shapes;
import java.util.Arrays;

/**
 * Functions of {@link Tensor} that give the same elements another shape, or choose some of them.
 */
sealed interface ShapeFunctions extends Sized permits Tensor {
  /** The same values in another shape; one size may be −1. */
  default Tensor reshape(long... shape) {
    return new ReshapeOp(shape).apply(self());
  }

  /** All dimensions from {@code start} on made one. */
  default Tensor flatten(int start) {
    int from = Shapes.dim(start, rank());
    long[] flat = Arrays.copyOf(shape(), from + 1);
    flat[from] = -1;
    return reshape(flat);
  }

  /** The dimensions in another order. */
  default Tensor permute(int... dims) {
    return new PermuteOp(dims).apply(self());
  }

  /** Two dimensions swapped. */
  default Tensor transpose(int a, int b) {
    int[] dims = new int[rank()];
    Arrays.setAll(dims, i -> i);
    dims[Shapes.dim(a, rank())] = Shapes.dim(b, rank());
    dims[Shapes.dim(b, rank())] = Shapes.dim(a, rank());
    return permute(dims);
  }

  /** A new dimension of size 1 at {@code dim}. */
  default Tensor unsqueeze(int dim) {
    int at = Shapes.dim(dim, rank() + 1);
    long[] shape = new long[rank() + 1];
    for (int i = 0; i < shape.length; i++) {
      shape[i] = i == at ? 1 : size(i < at ? i : i - 1);
    }
    return reshape(shape);
  }

  /** Without dimension {@code dim} if its size is 1, else unchanged. */
  default Tensor squeeze(int dim) {
    int at = Shapes.dim(dim, rank());
    return size(at) == 1 ? reshape(Shapes.without(shape(), at)) : self();
  }

  /** The elements {@code from} (inclusive) to {@code to} (exclusive) of {@code dim}. */
  default Tensor slice(int dim, long from, long to) {
    return new SliceOp(dim, from, to).apply(self());
  }

  /** What is at {@code index} of {@code dim}, which goes; negative ones count from the end. */
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
