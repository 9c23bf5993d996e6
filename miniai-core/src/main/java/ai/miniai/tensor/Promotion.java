package ai.miniai.tensor;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.array.Shapes;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Which types functions accept and return: PyTorch's rules of type promotion (<a
 * href="https://pytorch.org/docs/stable/tensor_attributes.html#type-promotion-doc">torch.result_type</a>).
 *
 * <p>There are three categories, from low to high: booleans, integers, floating point numbers.
 * Operands of one category are converted to the narrowest type that can hold both. A higher
 * category wins. Within a category, a tensor without dimensions, or a Java number, never widens the
 * type of a tensor with dimensions.
 *
 * <p>ND4J computes reliably in float32, float64 and int64. Other types are converted to one of
 * these, and the result is converted back. So integers wrap around, and float16 is rounded only
 * once per function.
 */
final class Promotion {
  private static final ImmutableList<DataType> SIGNED =
      ImmutableList.of(DataType.INT8, DataType.INT16, DataType.INT32, DataType.INT64);
  private static final ImmutableList<DataType> FLOATING =
      ImmutableList.of(DataType.FLOAT16, DataType.BFLOAT16, DataType.FLOAT, DataType.DOUBLE);
  private static final ImmutableSet<DataType> KINDS =
      ImmutableSet.<DataType>builder()
          .add(DataType.BOOL, DataType.UINT8)
          .addAll(SIGNED)
          .addAll(FLOATING)
          .build();

  private Promotion() {}

  // ---------------------------------------------------------------- kinds

  /** Throws unless tensors can have this type. */
  static void checkKnown(DataType kind) {
    checkArgument(
        KINDS.contains(kind),
        "tensors are of type %s, not %s: convert the array first, castTo(DataType.INT64) say",
        KINDS,
        kind);
  }

  /** Whether this type needs no conversion for computing: float32 or float64. */
  static boolean isPlain(DataType kind) {
    return kind == DataType.FLOAT || kind == DataType.DOUBLE;
  }

  /** Whether this is float16 or bfloat16. */
  static boolean isShort(DataType kind) {
    return kind == DataType.FLOAT16 || kind == DataType.BFLOAT16;
  }

  /** The type to compute in for results of type {@code kind}. */
  private static DataType working(DataType kind) {
    return isPlain(kind) ? kind : kind.isFPType() ? DataType.FLOAT : DataType.INT64;
  }

  /** The values of {@code x}, converted to {@code kind} and on to the type to compute in. */
  static Tensor working(Tensor x, DataType kind) {
    return x.to(kind).to(working(kind));
  }

  /** The result type for these operands. */
  static DataType of(Tensor... operands) {
    List<DataType> wide = kinds(operands, false);
    List<DataType> single = kinds(operands, true);
    if (wide.isEmpty() || single.isEmpty()) {
      return common(wide.isEmpty() ? single : wide);
    }
    DataType of = common(wide);
    DataType beside = common(single);
    return category(beside) > category(of) ? widest(of, beside) : of;
  }

  private static List<DataType> kinds(Tensor[] operands, boolean scalar) {
    return Arrays.stream(operands)
        .filter(x -> x.rank() == 0 == scalar)
        .map(Tensor::dataType)
        .toList();
  }

  private static DataType common(List<DataType> kinds) {
    return kinds.stream().reduce(Promotion::widest).orElseThrow();
  }

  /** The narrowest type that can hold both. */
  static DataType widest(DataType a, DataType b) {
    if (a == b) {
      return a;
    }
    if (category(a) != category(b)) {
      return category(a) > category(b) ? a : b;
    }
    if (a.isFPType()) {
      return isShort(a) && isShort(b) ? DataType.FLOAT : later(FLOATING, a, b);
    }
    DataType wide = later(SIGNED, a, b);
    boolean bytes = wide == DataType.INT8; // the other one is unsigned
    return bytes ? DataType.INT16 : wide;
  }

  private static DataType later(List<DataType> order, DataType a, DataType b) {
    return order.indexOf(a) > order.indexOf(b) ? a : b;
  }

  private static int category(DataType kind) {
    return kind == DataType.BOOL ? 0 : kind.isFPType() ? 2 : 1;
  }

  /** Whether this is an integer type. BOOL is not. */
  static boolean isWhole(DataType kind) {
    return category(kind) == 1;
  }

  // ---------------------------------------------------------------- what functions do

  /** Applies {@code op} to operands of any types, converted to the type given by {@link #of}. */
  static Tensor arithmetic(Operation op, Tensor a, Tensor b) {
    DataType kind = a.dataType();
    return kind == b.dataType() && isPlain(kind) ? op.apply(a, b) : in(of(a, b), op, a, b);
  }

  /**
   * Applies {@code op} in a floating point type: integers and booleans are first converted to
   * float32.
   */
  static Tensor real(Operation op, Tensor... operands) {
    if (arePlain(operands)) {
      return op.apply(operands);
    }
    DataType kind = of(operands);
    return in(kind.isFPType() ? kind : Nd4j.defaultFloatingPointType(), op, operands);
  }

  /** Applies {@code op} to floating point operands of one type. Other types are an error. */
  static Tensor floating(Operation op, Tensor... operands) {
    if (arePlain(operands)) {
      return op.apply(operands);
    }
    for (Tensor operand : operands) {
      checkFloating(op.name().toLowerCase(Locale.ROOT), operand);
    }
    DataType kind = one(operands);
    return isShort(kind) ? in(kind, op, operands) : op.apply(operands);
  }

  /** Applies {@code op} to operands of one type. Booleans are an error. */
  static Tensor numbers(Operation op, Tensor... operands) {
    if (arePlain(operands)) {
      return op.apply(operands);
    }
    for (Tensor operand : operands) {
      checkNumbers(op.name().toLowerCase(Locale.ROOT), operand);
    }
    return in(one(operands), op, operands);
  }

  /** Applies {@code op} to the operands converted to {@code kind}, with a result of that type. */
  static Tensor in(DataType kind, Operation op, Tensor... operands) {
    DataType working = working(kind);
    Tensor[] wide = Arrays.stream(operands).map(x -> x.to(kind).to(working)).toArray(Tensor[]::new);
    return op.apply(wide).to(kind);
  }

  /**
   * Applies {@code body} to {@code x}. float16 and bfloat16 are computed in float32, so that only
   * the result is rounded.
   */
  static Tensor wide(Tensor x, UnaryOperator<Tensor> body) {
    DataType kind = x.dataType();
    return isShort(kind) ? body.apply(x.to(DataType.FLOAT)).to(kind) : body.apply(x);
  }

  private static boolean arePlain(Tensor... operands) {
    DataType kind = operands[0].dataType();
    boolean plain = isPlain(kind);
    for (int i = 1; i < operands.length; i++) {
      plain &= operands[i].dataType() == kind;
    }
    return plain;
  }

  private static DataType one(Tensor... operands) {
    Shapes.checkOneType(Arrays.stream(operands).map(Tensor::outline).toArray(INDArray[]::new));
    return operands[0].dataType();
  }

  /** Throws unless {@code x} holds floating point numbers. */
  static void checkFloating(String function, Tensor x) {
    checkArgument(
        x.dataType().isFPType(),
        "%s wants floating point numbers, not %s: convert with to(DataType.FLOAT)",
        function,
        Shapes.text(x.dataType(), x.shape()));
  }

  /** Throws if {@code x} holds booleans. */
  static void checkNumbers(String function, Tensor x) {
    checkArgument(
        x.dataType() != DataType.BOOL,
        "%s wants numbers, not truth values (%s): convert with to(DataType.INT64) or FLOAT",
        function,
        Shapes.text(x.dataType(), x.shape()));
  }
}
