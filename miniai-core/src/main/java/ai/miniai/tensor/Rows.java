package ai.miniai.tensor;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Operations of each row of a matrix with one row, over the matrix. ND4J takes a row of a single
 * number for a number, and puts 1e-5 in place of one that is NaN, or leaves it out.
 */
final class Rows {
  private Rows() {}

  static INDArray addi(INDArray matrix, INDArray row) {
    return row.length() == 1 ? matrix.addi(row) : matrix.addiRowVector(row);
  }

  static INDArray subi(INDArray matrix, INDArray row) {
    return row.length() == 1 ? matrix.subi(row) : matrix.subiRowVector(row);
  }

  static INDArray muli(INDArray matrix, INDArray row) {
    return row.length() == 1 ? matrix.muli(row) : matrix.muliRowVector(row);
  }
}
