package ai.miniai.kernels.activation;

import ai.miniai.array.FloatBlocks;
import com.google.common.collect.Maps;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Activation functions in plain Java, of float32 arrays that {@link FloatBlocks} can read. All
 * arrays of a call have the same memory layout.
 */
public final class CpuActivations {
  /** Each thread has its own functions, because they have room for intermediate values. */
  private static final Map<Activation, ThreadLocal<FloatActivation>> FUNCTIONS =
      Maps.toMap(Arrays.asList(Activation.values()), CpuActivations::ofEachThread);

  private CpuActivations() {}

  private static ThreadLocal<FloatActivation> ofEachThread(Activation function) {
    Supplier<FloatActivation> maker =
        switch (function) {
          case SIGMOID -> CpuSigmoid::new;
          case TANH -> CpuTanh::new;
          case SILU -> CpuSilu::new;
          case GELU -> CpuGelu::new;
          case GELU_TANH -> CpuGeluTanh::new;
        };
    return ThreadLocal.withInitial(maker);
  }

  private static ThreadLocal<FloatActivation> of(Activation function) {
    return Objects.requireNonNull(FUNCTIONS.get(function));
  }

  /** Writes f(x) to {@code out}. */
  public static void apply(Activation function, INDArray x, INDArray out) {
    ThreadLocal<FloatActivation> f = of(function);
    FloatBlocks.of(x, out).write((blocks, n) -> f.get().apply(blocks[0], blocks[1], n));
  }

  /** Writes f of the first {@code length} values of {@code x} to {@code y}, which may be x. */
  public static void apply(Activation function, float[] x, float[] y, int length) {
    of(function).get().apply(x, y, length);
  }

  /** Writes gradient · f'(x) to {@code out}, given y or x; see {@link Activation#fromResult}. */
  public static void differentiate(
      Activation function, INDArray known, INDArray gradient, INDArray out) {
    ThreadLocal<FloatActivation> f = of(function);
    FloatBlocks.of(known, gradient, out)
        .write((blocks, n) -> f.get().differentiate(blocks[0], blocks[1], blocks[2], n));
  }
}
