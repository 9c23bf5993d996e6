package ai.miniai.tensor;

import ai.miniai.array.Layout;
import ai.miniai.array.Shapes;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;

/** Element-wise comparisons with broadcasting. The results are BOOL and have no gradient. */
enum Comparison {
  EQ("equals"),
  NE("not_equals"),
  LT("less"),
  LE("less_equal"),
  GT("greater"),
  GE("greater_equal");

  private final String nd4j;

  Comparison(String nd4j) {
    this.nd4j = nd4j;
  }

  /** Compares in the type that {@link Promotion#of} gives, so that both are rounded alike. */
  Tensor of(Tensor a, Tensor b) {
    DataType kind = Promotion.of(a, b);
    return compared(Promotion.working(a, kind), Promotion.working(b, kind));
  }

  /** Compares with a number, which is rounded to the type of a floating point tensor. */
  Tensor of(Tensor x, double value) {
    DataType kind = x.dataType().isFPType() ? x.dataType() : Nd4j.defaultFloatingPointType();
    return compared(
        Promotion.working(x, kind),
        Promotion.working(Tensor.made(Nd4j.scalar(value)).to(kind), kind));
  }

  /** Compares with a whole number: for integers and booleans in int64. */
  Tensor of(Tensor x, long value) {
    return x.dataType().isFPType()
        ? of(x, (double) value)
        : compared(x.to(DataType.INT64), Tensor.made(Nd4j.scalar(value)));
  }

  private Tensor compared(Tensor a, Tensor b) {
    return Trace.step(
        "Comparison", Map.of("how", name()), () -> Tensor.made(of(a.live(), b.live())), a, b);
  }

  private INDArray of(INDArray a, INDArray b) {
    INDArray result = Layout.empty(DataType.BOOL, Shapes.broadcast(a.shape(), b.shape()));
    if (!result.isEmpty()) {
      int rank = result.rank();
      Nd4j.exec(
          DynamicCustomOp.builder(nd4j)
              .addInputs(padded(a, rank), padded(b, rank))
              .addOutputs(result)
              .build());
    }
    return result;
  }

  private static INDArray padded(INDArray x, int rank) {
    INDArray contiguous = Layout.contiguous(x);
    return x.rank() == rank ? contiguous : contiguous.reshape('c', Shapes.padded(x.shape(), rank));
  }
}
