package ai.miniai.kernels.onednn;

import com.google.common.primitives.Ints;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Products of float32 matrices. They are divided into parts that depend only on the sizes. The
 * results of ND4J's own operation depend on the number of threads, because it divides long sums
 * between threads if there are few result values.
 *
 * @param rows the number of rows of the result
 * @param terms the number of products that are summed for each value of the result
 * @param columns the number of columns of the result
 * @param transposeA whether the first matrix is stored as [terms, rows]
 * @param transposeB whether the second matrix is stored as [columns, terms]
 * @param added whether the product is added to what the result already contains
 */
record OneDnnProduct(
    long rows, long terms, long columns, boolean transposeA, boolean transposeB, boolean added) {
  private static final int MOST_PARTS = 16;

  /** The minimum number of multiply-adds that makes a part worth running on another thread. */
  private static final long LEAST_WORK = 500_000;

  /**
   * The rows or columns of a part are a multiple of this, except in the last part: a kernel
   * computes this many at a time.
   */
  private static final long LINE = 16;

  /**
   * More than four parts have at least this many rows or columns. Each part copies the whole of the
   * other matrix to another layout, which takes a third of the time of a part of 32 rows.
   */
  private static final long MANY = 64;

  /**
   * Writes the products of {@code matrices} pairs of matrices from {@code a} and {@code b} to
   * {@code out}. All arrays are row-major.
   */
  void run(long matrices, INDArray a, INDArray b, INDArray out) {
    long work = rows * terms * columns;
    long length = Math.max(rows, columns);
    long lines = (length + LINE - 1) / LINE;
    int cuts = parts(work, Math.min(lines, Math.max(4, length / MANY)));
    long pieces = matrices * cuts;
    int parts = parts(work * matrices, pieces);
    OneDnn.share(
        parts,
        part -> {
          for (long i = pieces * part / parts; i < pieces * (part + 1) / parts; i++) {
            piece(i / cuts, i % cuts, cuts, a, b, out);
          }
        },
        a,
        b,
        out);
  }

  private static int parts(long work, long most) {
    return Ints.constrainToRange(
        Ints.saturatedCast(Math.min(work / LEAST_WORK, most)), 1, MOST_PARTS);
  }

  /** Computes some rows of one result matrix, or some columns if it has more columns than rows. */
  private void piece(long matrix, long cut, long cuts, INDArray a, INDArray b, INDArray out) {
    boolean byRows = rows >= columns;
    long length = byRows ? rows : columns;
    long lines = (length + LINE - 1) / LINE;
    long from = lines * cut / cuts * LINE;
    long count = Math.min(lines * (cut + 1) / cuts * LINE, length) - from;
    long firstRow = byRows ? from : 0;
    long firstColumn = byRows ? 0 : from;
    long strideA = transposeA ? rows : terms;
    long strideB = transposeB ? terms : columns;
    OneDnnMatrix left =
        OneDnnMatrix.of(a, matrix * rows * terms + firstRow * (transposeA ? 1 : terms), strideA);
    OneDnnMatrix right =
        OneDnnMatrix.of(
            b, matrix * terms * columns + firstColumn * (transposeB ? terms : 1), strideB);
    OneDnnMatrix.of(out, matrix * rows * columns + firstRow * columns + firstColumn, columns)
        .multiply(
            byRows ? count : rows,
            terms,
            byRows ? columns : count,
            1,
            transposeA ? left.transposed() : left.plain(),
            transposeB ? right.transposed() : right.plain(),
            added);
  }
}
