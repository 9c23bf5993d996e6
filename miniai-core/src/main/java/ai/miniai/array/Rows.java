package ai.miniai.array;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.broadcast.BroadcastMulOp;
import org.nd4j.linalg.api.ops.impl.broadcast.BroadcastSubOp;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Operations of each row of a matrix with one given row. A row with a single element is handled
 * separately, because ND4J treats it as a scalar and, if it is NaN, replaces it by 1e-5 or ignores
 * it.
 */
public final class Rows {
  private Rows() {}

  public static INDArray addi(INDArray matrix, INDArray row) {
    return row.length() == 1 ? matrix.addi(row) : matrix.addiRowVector(row);
  }

  public static INDArray subi(INDArray matrix, INDArray row) {
    return row.length() == 1 ? matrix.subi(row) : matrix.subiRowVector(row);
  }

  /** Writes the difference to {@code out}. */
  public static INDArray sub(INDArray matrix, INDArray row, INDArray out) {
    return row.length() == 1
        ? subi(out == matrix ? out : out.assign(matrix), row)
        : Nd4j.exec(new BroadcastSubOp(matrix, row, out, 1));
  }

  public static INDArray muli(INDArray matrix, INDArray row) {
    return row.length() == 1 ? matrix.muli(row) : matrix.muliRowVector(row);
  }

  /** Writes the product to {@code out}. */
  public static INDArray mul(INDArray matrix, INDArray row, INDArray out) {
    return row.length() == 1
        ? muli(out == matrix ? out : out.assign(matrix), row)
        : Nd4j.exec(new BroadcastMulOp(matrix, row, out, 1));
  }
}
