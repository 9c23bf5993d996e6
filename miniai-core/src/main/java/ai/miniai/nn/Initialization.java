package ai.miniai.nn;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.tensor.MemoryScope;
import ai.miniai.tensor.Seed;
import ai.miniai.tensor.Tensor;
import java.util.Arrays;
import java.util.Objects;

/** How weights begin. All draw from the generator that {@link Seed} sets. */
public final class Initialization {
  private Initialization() {}

  /**
   * PyTorch's default for linear and convolutional layers, weights and biases alike: uniform in
   * ±1/√fanIn.
   *
   * @param fanIn the number of inputs that one output sees
   */
  static Tensor byDefault(long fanIn, long... shape) {
    checkArgument(
        Arrays.stream(shape).allMatch(size -> size > 0),
        "the sizes of a layer must be positive, but its weight or bias would be of shape %s",
        Arrays.toString(shape));
    double bound = 1 / Math.sqrt((double) fanIn);
    float[] values = Seed.generator().uniform(length(shape), -bound, bound);
    return MemoryScope.outside(() -> Tensor.of(values, shape));
  }

  /**
   * Draws the weights of all linear and convolutional layers of {@code model} anew, from a normal
   * distribution with deviation √(2 / fanIn), which keeps the size of activations through ReLUs;
   * biases stay. Source: He et al., Delving Deep into Rectifiers, 2015.
   */
  public static void kaimingNormal(Module model) {
    model.apply(
        module -> {
          if (module instanceof Conv2d || module instanceof Linear) {
            drawWeight(module);
          }
        });
  }

  private static void drawWeight(Module layer) {
    Tensor weight = Objects.requireNonNull(layer.parameters().get("weight"));
    double fanIn = (double) weight.length() / weight.size(0);
    int length = length(weight.shape());
    float[] values = Seed.generator().normal(length, 0, Math.sqrt(2 / fanIn));
    weight.array().assign(Tensor.of(values, weight.shape()).array());
  }

  private static int length(long... shape) {
    return Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact));
  }
}
