package ai.miniai.kernels.onednn;

import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A float32 matrix in memory whose rows lie apart by a fixed distance, such as one head among
 * several. It does not keep its memory from garbage collection.
 *
 * @param start where its first value lies
 * @param stride the distance from one row to the next, at least the number of columns
 */
record OneDnnMatrix(FloatPointer start, long stride) {
  /** The matrix that begins after the first {@code skipped} values of {@code array}. */
  static OneDnnMatrix of(INDArray array, long skipped, long stride) {
    return new OneDnnMatrix(new OneDnn.Address(array, skipped), stride);
  }

  /** The matrix that begins {@code rows} rows further down. */
  OneDnnMatrix below(long rows) {
    return new OneDnnMatrix(start.getPointer(rows * stride), stride);
  }

  /**
   * Writes factor · a · b to this matrix, or adds it.
   *
   * @param rows the number of rows of the result
   * @param terms the number of products that are summed for each value of the result
   * @param columns the number of columns of the result
   * @param added whether the product is added to what this matrix already contains
   */
  void multiply(
      long rows, long terms, long columns, double factor, Operand a, Operand b, boolean added) {
    OneDnn.check(
        dnnl.dnnl_sgemm(
            a.letter(),
            b.letter(),
            rows,
            columns,
            terms,
            (float) factor,
            a.matrix.start,
            a.matrix.stride,
            b.matrix.start,
            b.matrix.stride,
            added ? 1 : 0,
            start,
            stride),
        "a product of matrices");
  }

  /** This matrix as an operand of a product. */
  Operand plain() {
    return new Operand(this, false);
  }

  /** The transpose of this matrix as an operand of a product. */
  Operand transposed() {
    return new Operand(this, true);
  }

  /** A matrix, and whether it is to be transposed. */
  record Operand(OneDnnMatrix matrix, boolean transpose) {
    private byte letter() {
      return (byte) (transpose ? 'T' : 'N');
    }
  }
}
