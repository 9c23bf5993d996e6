package ai.miniai.array;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Operations of each row of a matrix with one row, over the matrix. ND4J takes a row of a single
 * number for a number, and puts 1e-5 in place of one that is NaN, or leaves it out.
 */
public final class Rows {
  private Rows() {}

  public static INDArray addi(INDArray matrix, INDArray row) {
    return row.length() == 1 ? matrix.addi(row) : matrix.addiRowVector(row);
  }

  public static INDArray subi(INDArray matrix, INDArray row) {
    return row.length() == 1 ? matrix.subi(row) : matrix.subiRowVector(row);
  }

  public static INDArray muli(INDArray matrix, INDArray row) {
    return row.length() == 1 ? matrix.muli(row) : matrix.muliRowVector(row);
  }
}
