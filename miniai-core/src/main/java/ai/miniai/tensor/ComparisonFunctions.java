package ai.miniai.tensor;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.array.Shapes;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Functions of {@link Tensor} that compare elements, and functions of such conditions. Conditions
 * are BOOL tensors without a gradient. Two tensors are broadcast and compared in their common type.
 * A comparison with NaN is false, except {@code ne}. A Java {@code double} is rounded to the type
 * of a floating point tensor before it is compared; integers are compared with it in float32.
 */
sealed interface ComparisonFunctions extends Sized permits Tensor {
  /** this = other. */
  default Tensor eq(Tensor other) {
    return Comparison.EQ.of(self(), other);
  }

  /** this = value. */
  default Tensor eq(double value) {
    return Comparison.EQ.of(self(), value);
  }

  /** this = value. */
  default Tensor eq(long value) {
    return Comparison.EQ.of(self(), value);
  }

  /** this ≠ other; true if one is NaN. */
  default Tensor ne(Tensor other) {
    return Comparison.NE.of(self(), other);
  }

  /** this ≠ value; true if one is NaN. */
  default Tensor ne(double value) {
    return Comparison.NE.of(self(), value);
  }

  /** this ≠ value; true for NaN. */
  default Tensor ne(long value) {
    return Comparison.NE.of(self(), value);
  }

  /** this &lt; other. */
  default Tensor lt(Tensor other) {
    return Comparison.LT.of(self(), other);
  }

  /** this &lt; value. */
  default Tensor lt(double value) {
    return Comparison.LT.of(self(), value);
  }

  /** this &lt; value. */
  default Tensor lt(long value) {
    return Comparison.LT.of(self(), value);
  }

  /** this ≤ other. */
  default Tensor le(Tensor other) {
    return Comparison.LE.of(self(), other);
  }

  /** this ≤ value. */
  default Tensor le(double value) {
    return Comparison.LE.of(self(), value);
  }

  /** this ≤ value. */
  default Tensor le(long value) {
    return Comparison.LE.of(self(), value);
  }

  /** this &gt; other. */
  default Tensor gt(Tensor other) {
    return Comparison.GT.of(self(), other);
  }

  /** this &gt; value. */
  default Tensor gt(double value) {
    return Comparison.GT.of(self(), value);
  }

  /** this &gt; value. */
  default Tensor gt(long value) {
    return Comparison.GT.of(self(), value);
  }

  /** this ≥ other. */
  default Tensor ge(Tensor other) {
    return Comparison.GE.of(self(), other);
  }

  /** this ≥ value. */
  default Tensor ge(double value) {
    return Comparison.GE.of(self(), value);
  }

  /** this ≥ value. */
  default Tensor ge(long value) {
    return Comparison.GE.of(self(), value);
  }

  // ---------------------------------------------------------------- truth values

  /** Whether both are true; a number is true if it is not 0. */
  default Tensor logicalAnd(Tensor other) {
    return truth(self()).times(truth(other)).gt(0L);
  }

  /** Whether at least one is true; a number is true if it is not 0. */
  default Tensor logicalOr(Tensor other) {
    return truth(self()).plus(truth(other)).gt(0L);
  }

  /** Whether exactly one is true; a number is true if it is not 0. */
  default Tensor logicalXor(Tensor other) {
    return truth(self()).ne(truth(other));
  }

  /** Whether this is false; a number is false if it is 0. */
  default Tensor logicalNot() {
    return eq(0L);
  }

  /** 1 for what is true, else 0. NaN is true. */
  private static Tensor truth(Tensor x) {
    return (x.dataType() == DataType.BOOL ? x : x.ne(0L)).to(DataType.INT64);
  }

  // ---------------------------------------------------------------- choosing

  /**
   * {@code value} where {@code mask} is true, and this elsewhere, in the type of this tensor. The
   * gradient is 0 where the mask is true, even if values there are not finite.
   *
   * @param mask BOOL; broadcast with this tensor
   * @throws IllegalArgumentException if this tensor is of integers or booleans, and {@code value}
   *     is not a whole number
   */
  default Tensor maskedFill(Tensor mask, double value) {
    checkArgument(
        dataType().isFPType() || value == Math.rint(value),
        "maskedFill cannot put %s into a tensor %s: convert it with to(DataType.FLOAT)",
        value,
        Shapes.lazily(() -> Shapes.text(dataType(), shape())));
    Tensor filling = Tensor.made(Nd4j.scalar(value)).to(dataType());
    return Choice.where("maskedFill", mask, filling, self());
  }

  /** Like {@link #maskedFill(Tensor, double)}, with a whole number. */
  default Tensor maskedFill(Tensor mask, long value) {
    return dataType().isFPType()
        ? maskedFill(mask, (double) value)
        : Choice.where("maskedFill", mask, WholeNumbers.scalar(value).to(dataType()), self());
  }

  /**
   * The smaller of this and other, element by element, with broadcasting. NaN if one is NaN. Equal
   * elements get half of the gradient each.
   */
  default Tensor minimum(Tensor other) {
    return Promotion.arithmetic(new ExtremumOp(false), self(), other);
  }

  /** The larger of this and other; otherwise like {@link #minimum}. */
  default Tensor maximum(Tensor other) {
    return Promotion.arithmetic(new ExtremumOp(true), self(), other);
  }

  private Tensor self() {
    return (Tensor) this;
  }
}
