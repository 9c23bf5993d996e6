package ai.miniai.kernels.elementwise;

import ai.miniai.array.FloatBlocks;
import com.google.common.collect.Maps;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * ElementFunction functions in plain Java, of float32 arrays that {@link FloatBlocks} can read. All
 * arrays of a call have the same memory layout.
 */
public final class CpuFunctions {
  /** Each thread has its own functions, because they have room for intermediate values. */
  private static final Map<ElementFunction, ThreadLocal<FloatFunction>> FUNCTIONS =
      Maps.toMap(Arrays.asList(ElementFunction.values()), CpuFunctions::ofEachThread);

  private CpuFunctions() {}

  private static ThreadLocal<FloatFunction> ofEachThread(ElementFunction function) {
    Supplier<FloatFunction> maker =
        switch (function) {
          case SIGMOID -> CpuSigmoid::new;
          case TANH -> CpuTanh::new;
          case SILU -> CpuSilu::new;
          case GELU -> CpuGelu::new;
          case GELU_TANH -> CpuGeluTanh::new;
          case EXP -> CpuExp::new;
          case LOG -> CpuLog::new;
          case SQRT -> CpuSqrt::new;
          case RECIPROCAL -> CpuReciprocal::new;
          case ABSOLUTE -> CpuAbsolute::new;
          case SIN -> () -> new CpuSine(0);
          case COS -> () -> new CpuSine(1);
          case LOG1P -> CpuLog1p::new;
          case SOFTPLUS -> CpuSoftplus::new;
        };
    return ThreadLocal.withInitial(maker);
  }

  private static ThreadLocal<FloatFunction> of(ElementFunction function) {
    return Objects.requireNonNull(FUNCTIONS.get(function));
  }

  /** Writes f(x) to {@code out}. */
  public static void apply(ElementFunction function, INDArray x, INDArray out) {
    ThreadLocal<FloatFunction> f = of(function);
    FloatBlocks.of(x, out).write((blocks, n) -> f.get().apply(blocks[0], blocks[1], n));
  }

  /** Writes f of the first {@code length} values of {@code x} to {@code y}, which may be x. */
  public static void apply(ElementFunction function, float[] x, float[] y, int length) {
    of(function).get().apply(x, y, length);
  }

  /**
   * Writes gradient · f'(x) to {@code out}, given y or x; see {@link ElementFunction#fromResult}.
   */
  public static void differentiate(
      ElementFunction function, INDArray known, INDArray gradient, INDArray out) {
    ThreadLocal<FloatFunction> f = of(function);
    FloatBlocks.of(known, gradient, out)
        .write((blocks, n) -> f.get().differentiate(blocks[0], blocks[1], blocks[2], n));
  }
}
