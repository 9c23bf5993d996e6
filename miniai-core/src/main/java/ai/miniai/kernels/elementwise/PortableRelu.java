package ai.miniai.kernels.elementwise;

import ai.miniai.array.Layout;
import ai.miniai.array.Mask;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.impl.scalar.RectifiedLinear;
import org.nd4j.linalg.api.ops.impl.scalar.ScalarAdd;
import org.nd4j.linalg.api.ops.impl.scalar.ScalarMultiplication;
import org.nd4j.linalg.api.ops.impl.scalar.Step;
import org.nd4j.linalg.api.ops.impl.transforms.comparison.CompareAndSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.conditions.Condition;
import org.nd4j.linalg.indexing.conditions.Conditions;

/** ReLU, the course's general ReLU, and values kept within limits, with ND4J's operations. */
public final class PortableRelu {
  /** Without a tolerance, which is 10⁻⁵ otherwise. */
  private static final Condition ZERO = Conditions.epsEquals(0, 0);

  private PortableRelu() {}

  /** Writes max(x, 0) to {@code out}. */
  public static void apply(INDArray x, INDArray out) {
    Nd4j.exec(new RectifiedLinear(x, out, 0));
  }

  /** Writes the gradient, given the result {@code y}: y where it is 0, else the gradient. */
  public static void differentiate(INDArray y, INDArray gradient, INDArray out) {
    Nd4j.exec(new CompareAndSet(gradient, y, out, ZERO));
  }

  /** Writes min((x where positive, leak · x elsewhere) − sub, max) to {@code out}. */
  public static void general(INDArray x, double leak, double sub, double max, INDArray out) {
    if (leak == 0) {
      apply(x, out);
    } else { // takes a quarter of the time of ND4J's leaky ReLU
      Nd4j.exec(new ScalarMultiplication(x, null, out, leak));
      Nd4j.exec(
          DynamicCustomOp.builder(leak <= 1 ? "maximum" : "minimum")
              .addInputs(x, out)
              .addOutputs(out)
              .build());
    }
    Nd4j.exec(new ScalarAdd(out, null, out, -sub));
    if (max < Double.POSITIVE_INFINITY) {
      clip(out, Double.NEGATIVE_INFINITY, max, out); // ScalarMin would replace NaN
    }
  }

  /** Writes the gradient of {@link #general}. */
  public static void differentiateGeneral(
      INDArray x, INDArray gradient, double leak, double sub, double max, INDArray out) {
    INDArray slope = out == gradient ? Layout.emptyLike(x) : out;
    Nd4j.exec(new Step(x, slope, 0));
    slope.muli(1 - leak).addi(leak);
    if (out == gradient) {
      out.muli(slope);
    } else {
      out.muli(gradient);
    }
    if (max < Double.POSITIVE_INFINITY) {
      INDArray y = Layout.emptyLike(x);
      general(x, leak, sub, Double.POSITIVE_INFINITY, y);
      Mask.keep(y.lte(max).castTo(x.dataType()), out, out);
    }
  }

  /** Writes min(max(x, min), max) to {@code out}. */
  public static void clamp(INDArray x, double min, double max, INDArray out) {
    if (min == max) { // ND4J refuses it; y − y is 0, or NaN where x is NaN
      clip(x, min - 1, min + 1, out);
      out.subi(out.dup()).addi(min);
    } else {
      clip(x, min, max, out);
    }
  }

  private static void clip(INDArray x, double min, double max, INDArray out) {
    Nd4j.exec(
        DynamicCustomOp.builder("clipbyvalue")
            .addInputs(x)
            .addOutputs(out)
            .addFloatingPointArguments(min, max)
            .build());
  }
}
