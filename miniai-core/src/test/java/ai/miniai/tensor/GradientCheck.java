package ai.miniai.tensor;

import static ai.miniai.tensor.TensorAssert.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Compares the gradients of a backward pass with central differences, (f(x + h) − f(x − h)) / 2h,
 * in float64.
 */
public final class GradientCheck {
  private static final double H = 1e-5;
  private static final double TOLERANCE = 1e-6;

  private final Function<List<Tensor>, Tensor> function;
  private final MemoryOrder order;

  private GradientCheck(Function<List<Tensor>, Tensor> function, MemoryOrder order) {
    this.function = function;
    this.order = order;
  }

  /** Checks the gradients of {@code function} with respect to all of {@code inputs}. */
  public static void check(Function<List<Tensor>, Tensor> function, INDArray... inputs) {
    check(MemoryOrder.ROW_MAJOR, function, inputs);
  }

  /** The same with inputs, and the gradient of the result, that lie in memory in this order. */
  static void check(
      MemoryOrder order, Function<List<Tensor>, Tensor> function, INDArray... inputs) {
    new GradientCheck(function, order).run(inputs);
  }

  private void run(INDArray... inputs) {
    Tensor weights = random(function.apply(laid(inputs)).shape());
    List<Tensor> expected = new ArrayList<>();
    for (int i = 0; i < inputs.length; i++) {
      expected.add(numerical(inputs, i, weights));
    }
    for (int i = 0; i < inputs.length; i++) { // each alone first, so that the others want none
      Tensor[] wanted = new Tensor[inputs.length];
      wanted[i] = expected.get(i);
      compare(weights, wanted, inputs);
    }
    compare(weights, expected.toArray(new Tensor[0]), inputs);
  }

  private void compare(Tensor weights, Tensor[] expected, INDArray... inputs) {
    List<Tensor> tensors = laid(inputs);
    for (int i = 0; i < inputs.length; i++) {
      tensors.get(i).requiresGrad(expected[i] != null);
    }

    function.apply(tensors).backward(Tensor.wrap(order.lay(weights.array())));

    for (int i = 0; i < inputs.length; i++) {
      TensorAssert gradient =
          assertThat(tensors.get(i).grad()).as("gradient of input %s, lying %s", i, order);
      if (expected[i] == null) {
        gradient.isNull();
      } else {
        gradient.within(TOLERANCE).isCloseTo(expected[i]);
      }
    }
  }

  private Tensor numerical(INDArray[] inputs, int i, Tensor weights) {
    double[] weight = weights.toDoubles();
    INDArray x = inputs[i];
    double[] gradient = new double[Math.toIntExact(x.length())];
    for (int at = 0; at < gradient.length; at++) {
      double value = x.getDouble(at);
      x.putScalar(at, value + H);
      double[] above = evaluate(inputs);
      x.putScalar(at, value - H);
      double[] below = evaluate(inputs);
      x.putScalar(at, value);
      for (int k = 0; k < weight.length; k++) {
        gradient[at] += weight[k] * (above[k] - below[k]) / (2 * H);
      }
    }
    return Tensor.of(gradient, x.shape());
  }

  private double[] evaluate(INDArray... inputs) {
    return Autograd.noGrad(() -> function.apply(laid(inputs)).toDoubles());
  }

  private List<Tensor> laid(INDArray... inputs) {
    return Arrays.stream(inputs).map(input -> Tensor.wrap(order.lay(input))).toList();
  }

  private static Tensor random(long... shape) {
    Random random = new Random(7);
    long length = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    return Tensor.of(random.doubles(length, -1, 1).toArray(), shape);
  }

  /** A row-major float64 array of random values in ±[low, high): {@code low} > 0 avoids kinks. */
  public static INDArray values(double low, double high, long... shape) {
    Random random = new Random(Arrays.hashCode(shape) + 31L * Double.hashCode(low));
    long length = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    double[] values =
        random.doubles(length, low, high).map(v -> random.nextBoolean() ? v : -v).toArray();
    return Nd4j.createFromArray(values).reshape('c', shape);
  }

  /** A row-major float64 array of random values in [low, high), both positive. */
  public static INDArray positive(double low, double high, long... shape) {
    INDArray values = values(low, high, shape);
    return Transforms.abs(values, true);
  }
}
