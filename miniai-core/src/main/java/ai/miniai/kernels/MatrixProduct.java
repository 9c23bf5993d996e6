package ai.miniai.kernels;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;

/** Matrix products, also of several pairs of matrices, with ND4J's operation. */
final class MatrixProduct {
  private MatrixProduct() {}

  /** Writes the product of {@code a} and {@code b}, transposed where said, to {@code out}. */
  static void of(INDArray a, boolean transposeA, INDArray b, boolean transposeB, INDArray out) {
    Nd4j.exec(
        DynamicCustomOp.builder("matmul")
            .addInputs(a, b)
            .addOutputs(out)
            .addIntegerArguments(transposeA ? 1 : 0, transposeB ? 1 : 0, 0)
            .build());
  }
}
