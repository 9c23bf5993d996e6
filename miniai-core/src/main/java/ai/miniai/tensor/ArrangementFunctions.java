package ai.miniai.tensor;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.array.Shapes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/** Functions of {@link Tensor} that cut it into parts, surround it, or move its elements. */
sealed interface ArrangementFunctions extends Sized permits Tensor {
  /**
   * Parts of {@code size} elements along {@code dim}; the last one may be smaller. They are views.
   */
  default List<Tensor> split(long size, int dim) {
    int along = Shapes.dim(dim, rank());
    checkArgument(size > 0, "split wants parts of 1 element or more, not %s", size);
    List<Tensor> parts = new ArrayList<>();
    for (long from = 0; from == 0 || from < size(along); from += size) {
      parts.add(self().slice(along, from, Math.min(from + size, size(along))));
    }
    return List.copyOf(parts);
  }

  /** Parts of these sizes along {@code dim}, which must add up to its size. They are views. */
  default List<Tensor> split(long[] sizes, int dim) {
    int along = Shapes.dim(dim, rank());
    checkArgument(
        LongStream.of(sizes).allMatch(size -> size >= 0)
            && LongStream.of(sizes).sum() == size(along),
        "split wants sizes that add up to the %s of dimension %s of shape %s, not %s",
        size(along),
        dim,
        Shapes.lazily(() -> Shapes.text(shape())),
        Shapes.lazily(() -> Arrays.toString(sizes)));
    List<Tensor> parts = new ArrayList<>();
    long from = 0;
    for (long size : sizes) {
      parts.add(self().slice(along, from, from + size));
      from += size;
    }
    return List.copyOf(parts);
  }

  /**
   * At most {@code chunks} parts of equal size along {@code dim}; the last one may be smaller. They
   * are views. As in PyTorch there are fewer if they are full before: 5 elements in 4 chunks are 2,
   * 2 and 1.
   */
  default List<Tensor> chunk(int chunks, int dim) {
    checkArgument(chunks > 0, "chunk wants 1 part or more, not %s", chunks);
    long size = size(dim);
    if (size == 0) {
      return split(new long[chunks], dim);
    }
    return split((size + chunks - 1) / chunks, dim);
  }

  /** The elements in reverse order along each of {@code dims}. */
  default Tensor flip(int... dims) {
    Tensor flipped = self();
    for (int d : dims.length == 0 ? dims : Shapes.dims(dims, rank())) {
      long last = size(d) - 1;
      flipped =
          Places.take(flipped, d, LongStream.rangeClosed(0, last).map(i -> last - i).toArray());
    }
    return flipped;
  }

  /**
   * Moves the elements along each of {@code dims} by {@code shift} places towards the end, or
   * towards the beginning if it is negative. Those that leave at one end enter at the other.
   * Without dimensions, all elements move as one row, as in PyTorch.
   */
  default Tensor roll(long shift, int... dims) {
    if (dims.length == 0) {
      return self().reshape(-1).roll(shift, 0).reshape(shape());
    }
    Tensor rolled = self();
    for (int d : Shapes.dims(dims, rank())) {
      long size = size(d);
      rolled =
          Places.take(
              rolled,
              d,
              LongStream.range(0, size).map(i -> Math.floorMod(i - shift, size)).toArray());
    }
    return rolled;
  }

  /**
   * Surrounds the elements with zeros: {@code widths} are those before and after the last
   * dimension, then before and after the one in front of it, and so on, for as many dimensions as
   * are given. A negative width cuts elements off.
   */
  default Tensor pad(int... widths) {
    return pad(0, widths);
  }

  /** Like {@link #pad(int...)}, with {@code value} instead of zeros. */
  default Tensor pad(double value, int[] widths) {
    return Padding.constant(self(), value, widths);
  }

  /**
   * Like {@link #pad(int...)}, with values as {@code mode} says. Widths must not be negative, and
   * are less than the size of the dimension for REFLECT, and at most that for CIRCULAR.
   */
  default Tensor pad(PadMode mode, int[] widths) {
    return Padding.mode(self(), mode, widths);
  }

  /**
   * The lower triangle of matrices [..., rows, columns]: the elements on and below a diagonal, and
   * zeros above it. Diagonal 0 is the main one, 1 the next above, −1 the next below.
   */
  default Tensor tril(long diagonal) {
    return Choice.triangle("tril", true, diagonal, self());
  }

  /** The upper triangle: the elements on and above a diagonal; otherwise like {@link #tril}. */
  default Tensor triu(long diagonal) {
    return Choice.triangle("triu", false, diagonal, self());
  }

  private Tensor self() {
    return (Tensor) this;
  }
}
