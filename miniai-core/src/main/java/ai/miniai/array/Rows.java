package ai.miniai.array;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * In-place operations of each row of a matrix with one given row. A row with a single element is
 * handled separately, because ND4J treats it as a scalar and, if it is NaN, replaces it by 1e-5 or
 * ignores it.
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
