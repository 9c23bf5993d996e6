package ai.miniai.tensor;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.array.Shapes;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/** Choices between the elements of two tensors. */
final class Choice {
  private Choice() {}

  /** a where {@code condition} is true, else b, in their common type. */
  static Tensor where(String function, Tensor condition, Tensor a, Tensor b) {
    checkArgument(
        condition.dataType() == DataType.BOOL,
        "%s wants a condition of type BOOL, not %s: compare, with gt(0) say",
        function,
        Shapes.lazily(() -> Shapes.text(condition.dataType(), condition.shape())));
    return Promotion.in(Promotion.of(a, b), new WhereOp(condition), a, b);
  }

  /** The part of matrices [..., rows, columns] on and on one side of a diagonal; 0 elsewhere. */
  static Tensor triangle(String function, boolean lower, long diagonal, Tensor x) {
    checkArgument(
        x.rank() >= 2,
        "%s wants matrices [..., rows, columns], not %s",
        function,
        Shapes.lazily(() -> Shapes.text(x.shape())));
    if (x.length() == 0) {
      return x;
    }
    int rows = Math.toIntExact(x.size(-2));
    int columns = Math.toIntExact(x.size(-1));
    boolean[][] outside = new boolean[rows][columns];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        outside[i][j] = lower ? j - i > diagonal : j - i < diagonal;
      }
    }
    return x.maskedFill(Tensor.made(Nd4j.createFromArray(outside)), 0L);
  }
}
