package ai.miniai.nn;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.random.Seed;
import ai.miniai.tensor.MemoryScope;
import ai.miniai.tensor.Tensor;
import java.util.Arrays;
import java.util.function.BiPredicate;

/**
 * Weight initialisation. All methods draw from the generator that {@link Seed} sets, as PyTorch's
 * {@code torch.nn.init} draws from its own: the same seed gives the same weights as in PyTorch.
 */
public final class Initialization {
  private Initialization() {}

  /**
   * A new weight or bias as PyTorch initialises those of linear, convolutional and recurrent
   * layers: uniform in ±1/√fanIn.
   *
   * @param fanIn the number of inputs of one output; for recurrent layers, of hidden units
   */
  public static Tensor byDefault(long fanIn, long... shape) {
    checkArgument(
        Arrays.stream(shape).allMatch(size -> size > 0),
        "the sizes of a layer must be positive, but its weight or bias would be of shape %s",
        Arrays.toString(shape));
    double bound = 1 / Math.sqrt((double) fanIn);
    float[] values = Seed.generator().uniform(length(shape), -bound, bound);
    return MemoryScope.outside(() -> Tensor.of(values, shape));
  }

  /**
   * Initialises the weights of all linear and convolutional layers of {@code model} with {@link
   * #kaimingNormal(Tensor)}. Biases are not changed.
   */
  public static void kaimingNormal(Module model) {
    initWeights(
        model, 0, (path, module) -> module instanceof Convolution || module instanceof Linear);
  }

  /**
   * The course's {@code init_weights}: initialises the weights of all {@link Conv1d} and {@link
   * Conv2d} of {@code model} with {@link #kaimingNormal(Tensor, double, Mode)} and fan in. Biases
   * are not changed.
   *
   * @param leaky the negative slope of the activations, 0 for ReLU
   */
  public static void initWeights(Module model, double leaky) {
    initWeights(model, leaky, (path, module) -> module instanceof Convolution);
  }

  /**
   * The same for the modules that {@code filter} accepts, given their dotted path and the module.
   * Children come before their parents, as in PyTorch's {@code apply}.
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

  /** {@link #kaimingNormal(Tensor, double, Mode)} for ReLU, with fan in: PyTorch's defaults. */
  public static void kaimingNormal(Tensor weight) {
    kaimingNormal(weight, 0, Mode.FAN_IN);
  }

  /**
   * Fills {@code weight} [out, in, ...] from the normal distribution with mean 0 and standard
   * deviation {@link Gain#leakyRelu gain(a)} / √fan. This keeps the scale of activations (fan in)
   * or of gradients (fan out) through layers with leaky ReLUs. Source: He et al., Delving Deep into
   * Rectifiers, 2015.
   *
   * @param a the negative slope of the activations, 0 for ReLU
   */
  public static void kaimingNormal(Tensor weight, double a, Mode mode) {
    normal(weight, Gain.leakyRelu(a) / Math.sqrt(mode.fan(weight)));
  }

  /** {@link #kaimingUniform(Tensor, double, Mode)} for ReLU, with fan in: PyTorch's defaults. */
  public static void kaimingUniform(Tensor weight) {
    kaimingUniform(weight, 0, Mode.FAN_IN);
  }

  /**
   * Like {@link #kaimingNormal(Tensor, double, Mode)}, but from the uniform distribution with the
   * same standard deviation.
   */
  public static void kaimingUniform(Tensor weight, double a, Mode mode) {
    uniform(weight, Gain.leakyRelu(a) / Math.sqrt(mode.fan(weight)));
  }

  /** {@link #xavierNormal(Tensor, double)} with gain 1. */
  public static void xavierNormal(Tensor weight) {
    xavierNormal(weight, Gain.LINEAR);
  }

  /**
   * Fills {@code weight} [out, in, ...] from the normal distribution with mean 0 and standard
   * deviation gain · √(2 / (fan in + fan out)). Source: Glorot and Bengio, Understanding the
   * Difficulty of Training Deep Feedforward Neural Networks, 2010.
   *
   * @param gain the gain of the activation, see {@link Gain}
   */
  public static void xavierNormal(Tensor weight, double gain) {
    normal(weight, xavier(weight, gain));
  }

  /** {@link #xavierUniform(Tensor, double)} with gain 1. */
  public static void xavierUniform(Tensor weight) {
    xavierUniform(weight, Gain.LINEAR);
  }

  /**
   * Like {@link #xavierNormal(Tensor, double)}, but from the uniform distribution with the same
   * standard deviation.
   */
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

  /** Whether the scale of activations or of gradients is kept: PyTorch's {@code mode}. */
  public enum Mode {
    /** The number of inputs of one output: activations keep their scale. */
    FAN_IN,
    /** The number of outputs that depend on one input: gradients keep their scale. */
    FAN_OUT;

    /**
     * The fan of a weight [out, in, ...]; each pair of channels counts once per element of the
     * kernel.
     */
    double fan(Tensor weight) {
      checkArgument(
          weight.rank() >= 2,
          "a fan wants a weight of shape [out, in, ...], not %s: a bias has none",
          Arrays.toString(weight.shape()));
      return (double) weight.length() / weight.size(this == FAN_IN ? 0 : 1);
    }
  }
}
