package ai.miniai.nn;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.random.Seed;
import ai.miniai.tensor.MemoryScope;
import ai.miniai.tensor.Tensor;
import java.util.Arrays;
import java.util.function.BiPredicate;

/**
 * How weights begin. All draw from the generator that {@link Seed} sets, as PyTorch's {@code
 * torch.nn.init} draws from its own: the same seed gives the same weights.
 */
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
   * Draws the weights of all linear and convolutional layers of {@code model} anew, by {@link
   * #kaimingNormal(Tensor)}; biases stay.
   */
  public static void kaimingNormal(Module model) {
    initWeights(model, 0, (path, module) -> module instanceof Conv2d || module instanceof Linear);
  }

  /**
   * The course's {@code init_weights}: draws the weights of all {@link Conv2d} of {@code model}
   * anew, by {@link #kaimingNormal(Tensor, double, Mode)} with fan in; biases stay.
   *
   * @param leaky the slope of the activations where they are negative, 0 for ReLU
   */
  public static void initWeights(Module model, double leaky) {
    initWeights(model, leaky, (path, module) -> module instanceof Conv2d);
  }

  /**
   * The same for the modules that {@code filter} accepts, given their dotted path and themselves:
   * children before their parents, as PyTorch's {@code apply}.
   *
   * @throws IllegalArgumentException if one of them has no parameter named "weight"
   */
  public static void initWeights(
      Module model, double leaky, BiPredicate<String, ? super Module> filter) {
    model.apply(
        module -> {
          String path = model.pathOf(module);
          if (filter.test(path, module)) {
            Tensor weight = module.parameters().get("weight");
            checkArgument(
                weight != null,
                "%s, %s, has no weight to initialise: let the filter leave it out",
                path,
                module.summary());
            kaimingNormal(weight, leaky, Mode.FAN_IN);
          }
        });
  }

  /** {@link #kaimingNormal(Tensor, double, Mode)} for ReLUs, with fan in: PyTorch's defaults. */
  public static void kaimingNormal(Tensor weight) {
    kaimingNormal(weight, 0, Mode.FAN_IN);
  }

  /**
   * Draws {@code weight} [out, in, ...] anew from the normal distribution with mean 0 and deviation
   * {@link Gain#leakyRelu gain(a)} / √fan, which keeps the size of activations (fan in) or of
   * gradients (fan out) through leaky ReLUs. Source: He et al., Delving Deep into Rectifiers, 2015.
   *
   * @param a the slope of the activations where they are negative, 0 for ReLU
   */
  public static void kaimingNormal(Tensor weight, double a, Mode mode) {
    normal(weight, Gain.leakyRelu(a) / Math.sqrt(mode.fan(weight)));
  }

  /** {@link #kaimingUniform(Tensor, double, Mode)} for ReLUs, with fan in: PyTorch's defaults. */
  public static void kaimingUniform(Tensor weight) {
    kaimingUniform(weight, 0, Mode.FAN_IN);
  }

  /**
   * As {@link #kaimingNormal(Tensor, double, Mode)}, from the uniform distribution of the same
   * deviation.
   */
  public static void kaimingUniform(Tensor weight, double a, Mode mode) {
    uniform(weight, Gain.leakyRelu(a) / Math.sqrt(mode.fan(weight)));
  }

  /** {@link #xavierNormal(Tensor, double)} with gain 1. */
  public static void xavierNormal(Tensor weight) {
    xavierNormal(weight, Gain.LINEAR);
  }

  /**
   * Draws {@code weight} [out, in, ...] anew from the normal distribution with mean 0 and deviation
   * gain · √(2 / (fan in + fan out)). Source: Glorot and Bengio, Understanding the Difficulty of
   * Training Deep Feedforward Neural Networks, 2010.
   *
   * @param gain of the activation, see {@link Gain}
   */
  public static void xavierNormal(Tensor weight, double gain) {
    normal(weight, xavier(weight, gain));
  }

  /** {@link #xavierUniform(Tensor, double)} with gain 1. */
  public static void xavierUniform(Tensor weight) {
    xavierUniform(weight, Gain.LINEAR);
  }

  /** As {@link #xavierNormal(Tensor, double)}, from the uniform distribution of that deviation. */
  public static void xavierUniform(Tensor weight, double gain) {
    uniform(weight, xavier(weight, gain));
  }

  private static double xavier(Tensor weight, double gain) {
    return gain * Math.sqrt(2.0 / (Mode.FAN_IN.fan(weight) + Mode.FAN_OUT.fan(weight)));
  }

  private static void normal(Tensor weight, double std) {
    set(weight, Seed.generator().normal(length(weight.shape()), 0, std));
  }

  private static void uniform(Tensor weight, double std) {
    double bound = Math.sqrt(3.0) * std;
    set(weight, Seed.generator().uniform(length(weight.shape()), -bound, bound));
  }

  private static void set(Tensor weight, float... values) {
    Tensor drawn = Tensor.of(values, weight.shape());
    weight.update(array -> array.assign(drawn.array()));
  }

  private static int length(long... shape) {
    return Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact));
  }

  /** Which of the two sides of a layer is to keep its size: PyTorch's {@code mode}. */
  public enum Mode {
    /** The number of inputs that one output sees, so that activations keep their size. */
    FAN_IN,
    /** The number of outputs that one input reaches, so that gradients keep their size. */
    FAN_OUT;

    /** Of a weight [out, in, ...], where each pair counts as often as there are values after it. */
    double fan(Tensor weight) {
      checkArgument(
          weight.rank() >= 2,
          "a fan wants a weight of shape [out, in, ...], not %s: a bias has none",
          Arrays.toString(weight.shape()));
      return (double) weight.length() / weight.size(this == FAN_IN ? 0 : 1);
    }
  }
}
