package ai.miniai.tensor;

import ai.miniai.tensor.Program.Input;
import ai.miniai.tensor.Program.Kind;
import ai.miniai.tensor.Program.Step;
import ai.miniai.tensor.TensorFunction.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;

/** Makes a program at random: the same one for the same seed. */
final class ProgramMaker {
  private static final long[] SIZES = {1, 2, 3, 3, 4, 5, 7, 10};
  private static final int MOST_VALUES = 4000;

  private final Random random;
  private final List<Input> inputs = new ArrayList<>();
  private final List<Step> steps = new ArrayList<>();
  private final boolean nonFinite;

  private ProgramMaker(long seed) {
    random = new Random(seed * 0x9E3779B97F4A7C15L);
    nonFinite = random.nextInt(6) == 0;
  }

  static Program make(long seed) {
    return new ProgramMaker(seed).make();
  }

  private Program make() {
    int rank = random.nextInt(3) == 0 ? 4 : random.nextInt(6);
    long[] shape = new long[rank];
    long length = 1;
    for (int d = 0; d < rank; d++) {
      shape[d] = length > MOST_VALUES / 10 ? 1 : SIZES[random.nextInt(SIZES.length)];
      length *= shape[d];
    }
    int first = input(false, shape);
    int wanted = 1 + random.nextInt(4);
    int tries = 0;
    while (steps.size() < wanted && tries++ < 50) {
      int operand = steps.isEmpty() ? first : -steps.size();
      Step step = step(operand, shape);
      if (step == null) {
        continue;
      }
      steps.add(step);
      Tensor result = lastResult();
      if (!result.dataType().isFPType()) {
        break;
      }
      shape = result.shape();
      if (result.dataType() != DataType.DOUBLE || result.length() > MOST_VALUES || isBare(step)) {
        break;
      }
    }
    return new Program(List.copyOf(inputs), List.copyOf(steps), order());
  }

  /** Whether the result is of another kind than tensors to go on with. */
  private static boolean isBare(Step step) {
    return step.function().startsWith("distribution") || step.function().startsWith("constant");
  }

  /** A step that can be run, or null; the inputs that it needs are added. */
  private @Nullable Step step(int operand, long... shape) {
    List<String> names = List.copyOf(TensorFunction.all().keySet());
    String name = names.get(random.nextInt(names.size()));
    Call call = TensorFunction.named(name).chooser().choose(random, shape);
    if (call == null) {
      return null;
    }
    int before = inputs.size();
    List<Integer> operands = new ArrayList<>(List.of(operand));
    for (long[] other : call.shapes()) {
      operands.add(input(call.indices(), other));
    }
    Step step = new Step(name, operands, call.numbers());
    steps.add(step);
    try {
      lastResult();
      return step;
    } catch (
        IllegalArgumentException e) { // a window that does not fit, a single value to normalise
      inputs.subList(before, inputs.size()).clear();
      return null;
    } finally {
      steps.remove(steps.size() - 1);
    }
  }

  private Tensor lastResult() {
    return Autograd.noGrad(
        () -> new Program(inputs, steps, MemoryOrder.ROW_MAJOR).run(DataType.DOUBLE, null).last());
  }

  private int input(boolean indices, long... shape) {
    Kind kind = indices ? Kind.SMALL_INDICES : nonFinite ? Kind.WITH_NON_FINITE : Kind.NORMAL;
    inputs.add(new Input(kind, random.nextInt(1_000_000), order(), shape));
    return inputs.size() - 1;
  }

  private MemoryOrder order() {
    MemoryOrder[] orders = MemoryOrder.values();
    return orders[random.nextInt(orders.length)];
  }
}
