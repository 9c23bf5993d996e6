package ai.miniai.tensor;

import ai.miniai.tensor.Tensor.Sorted;

/**
 * Functions of {@link Tensor} that look elements up by their indices, or find such indices. Indices
 * are int64 or int32 and count from 0. On a GPU they are not checked, because that would wait for
 * the device, and results for wrong ones are undefined.
 */
sealed interface IndexFunctions extends Sized permits Tensor {
  /**
   * The elements at {@code index} along {@code dim}: result[i][j] = this[index[i][j]][j] for
   * matrices and dimension 0. The result has the shape of the index.
   *
   * @param index of the rank of this tensor, and no larger in the other dimensions
   * @throws IllegalArgumentException also if an index is outside of the dimension
   */
  default Tensor gather(int dim, Tensor index) {
    return Places.gather(self(), dim, index);
  }

  /**
   * This tensor, plus all elements of {@code source} at their {@code index} along {@code dim}:
   * result[index[i][j]][j] += source[i][j] for matrices and dimension 0. The result is a new
   * tensor.
   *
   * @param index of the rank of this tensor; no larger than the source, and no larger than this
   *     tensor in the other dimensions
   * @param source of the type of this tensor
   * @throws IllegalArgumentException also if an index is outside of the dimension
   */
  default Tensor scatterAdd(int dim, Tensor index, Tensor source) {
    return Places.scatterAdd(self(), dim, index, source);
  }

  /**
   * The parts at {@code index} [n] of dimension {@code dim}, which has size n in the result.
   *
   * @throws IllegalArgumentException also if an index is outside of the dimension
   */
  default Tensor indexSelect(int dim, Tensor index) {
    return Places.select("indexSelect", self(), dim, index);
  }

  /**
   * The elements in order along {@code dim}, and their indices. Equal elements stay in order
   * (PyTorch's {@code stable=True}), and NaN is larger than all numbers. Sorting is done on the
   * host.
   */
  default Sorted sort(int dim, boolean descending) {
    return sorted(argsort(dim, descending), dim);
  }

  /** The indices of {@link #sort}, int64. */
  default Tensor argsort(int dim, boolean descending) {
    return Sorting.order("argsort", self(), dim, descending, size(dim));
  }

  /**
   * The {@code k} largest elements along {@code dim}, in descending order, or the smallest in
   * ascending order; and their indices. Of equal elements, the first is taken (in PyTorch, any).
   *
   * @throws IllegalArgumentException if {@code dim} has fewer than k elements
   */
  default Sorted topk(int k, int dim, boolean largest) {
    return sorted(Sorting.order("topk", self(), dim, largest, k), dim);
  }

  /**
   * Random indices of the last dimension, each with a probability in proportion to the element
   * there: [n] to [numSamples], [rows, n] to [rows, numSamples], int64. They are drawn from {@link
   * ai.miniai.random.Seed#generator}, on the host. With replacement, the numbers are PyTorch's for
   * two samples or more; it draws one sample, and those without replacement, in another way.
   *
   * @param replacement whether an index may be drawn again in its row
   * @throws IllegalArgumentException if an element is negative or not finite, if a row has no
   *     element above 0, or fewer than {@code numSamples} of them without replacement
   */
  default Tensor multinomial(int numSamples, boolean replacement) {
    return Multinomial.draw(self(), numSamples, replacement);
  }

  private Sorted sorted(Tensor indices, int dim) {
    return new Sorted(self().gather(dim, indices), indices);
  }

  private Tensor self() {
    return (Tensor) this;
  }
}
