package ai.miniai.kernels.onednn;

import com.google.common.primitives.Ints;
import org.bytedeco.dnnl.global.dnnl;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Products of float32 matrices, cut into parts by their sizes alone: what ND4J's own operation
 * gives depends on the number of threads, since it cuts long sums where there are few results.
 *
 * @param rows of the result
 * @param terms that are summed for each of its numbers
 * @param columns of the result
 * @param transposeA whether the first matrix lies as [terms, rows]
 * @param transposeB whether the second lies as [columns, terms]
 */
record OneDnnProduct(long rows, long terms, long columns, boolean transposeA, boolean transposeB) {
  private static final int MOST_PARTS = 16;

  /** Multiply-adds that a part is worth being given to another thread for. */
  private static final long LEAST_WORK = 500_000;

  /** A part has a multiple of so many rows or columns: what a thread computes at a time. */
  private static final long LINE = 16;

  /** Writes the products of the matrices of {@code a} and {@code b}, both row-major. */
  void run(long matrices, INDArray a, INDArray b, INDArray out) {
    long work = rows * terms * columns;
    int cuts = parts(work, (Math.max(rows, columns) + LINE - 1) / LINE);
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

  /** Some rows of the result, or some columns if it has more of these. */
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
    OneDnn.check(
        dnnl.dnnl_sgemm(
            letter(transposeA),
            letter(transposeB),
            byRows ? count : rows,
            byRows ? columns : count,
            terms,
            1,
            at(a, matrix * rows * terms + firstRow * (transposeA ? 1 : terms)),
            strideA,
            at(b, matrix * terms * columns + firstColumn * (transposeB ? terms : 1)),
            strideB,
            0,
            at(out, matrix * rows * columns + firstRow * columns + firstColumn),
            columns),
        "a product of matrices");
  }

  private static byte letter(boolean transpose) {
    return (byte) (transpose ? 'T' : 'N');
  }

  private static OneDnn.Address at(INDArray array, long skipped) {
    return new OneDnn.Address(array, skipped);
  }
}
