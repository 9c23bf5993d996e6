package ai.miniai.kernels.loss;

import ai.miniai.array.FloatBlocks;
import ai.miniai.array.Lanes;
import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Losses of pairs of elements in plain Java, of float32 arrays that {@link FloatBlocks} can read.
 * All arrays of a call have the same memory layout.
 */
public final class CpuElementLoss {
  private final Supplier<FloatLoss> function;

  /** {@code parameter}: see the loss; losses without one ignore it. */
  public CpuElementLoss(ElementLoss loss, double parameter) {
    function =
        switch (loss) {
          case SQUARED -> FloatSquared::new;
          case ABSOLUTE -> FloatAbsolute::new;
          case HUBER -> () -> new FloatHuber(parameter);
          case BINARY_CROSS_ENTROPY -> FloatBinaryCrossEntropy::new;
          case BINARY_CROSS_ENTROPY_WITH_LOGITS -> FloatLogits::new;
          case KL_DIVERGENCE -> FloatDivergence::new;
          case KL_DIVERGENCE_OF_LOGARITHMS -> FloatLogDivergence::new;
        };
  }

  /** Writes f(x, y) to {@code out}. */
  public void apply(INDArray x, INDArray y, INDArray out) {
    FloatBlocks.of(x, y, out).transform(() -> new Part((f, b, n) -> f.apply(b[0], b[1], b[2], n)));
  }

  /**
   * The sum of f(x, y). Also writes {@code scale} times the derivative with respect to x to {@code
   * slope}, if that is not null.
   */
  public double sum(INDArray x, INDArray y, double scale, @Nullable INDArray slope) {
    return slope == null
        ? FloatBlocks.of(x, y).reduce(() -> new Total(scale)).sum
        : FloatBlocks.of(x, y, slope).transform(() -> new Total(scale)).sum;
  }

  /**
   * Writes the derivative with respect to x, or to y, times {@code factor} to {@code out}; times
   * {@code gradient} too, if it is not null.
   */
  public void differentiate(
      INDArray x,
      INDArray y,
      boolean toTarget,
      double factor,
      @Nullable INDArray gradient,
      INDArray out) {
    Step slope =
        (f, b, n) -> {
          float[] result = b[b.length - 1];
          if (toTarget) {
            f.differentiateTarget(b[0], b[1], result, n);
          } else {
            f.differentiate(b[0], b[1], result, n);
          }
          scale(result, (float) factor, n);
          if (b.length == 4) {
            multiply(result, b[2], n);
          }
        };
    FloatBlocks blocks =
        gradient == null ? FloatBlocks.of(x, y, out) : FloatBlocks.of(x, y, gradient, out);
    blocks.transform(() -> new Part(slope));
  }

  private static void scale(float[] values, float factor, int length) {
    for (int i = 0; i < length; i++) {
      values[i] *= factor;
    }
  }

  private static void multiply(float[] values, float[] factors, int length) {
    for (int i = 0; i < length; i++) {
      values[i] *= factors[i];
    }
  }

  @FunctionalInterface
  private interface Step {
    void run(FloatLoss f, float[][] blocks, int length);
  }

  /**
   * A part of the arrays, with a loss of its own, because that has room for intermediate values.
   */
  private final class Part implements FloatBlocks.Gatherer<Part> {
    private final FloatLoss f = function.get();
    private final Step step;

    Part(Step step) {
      this.step = step;
    }

    @Override
    public void add(float[][] blocks, int length) {
      step.run(f, blocks, length);
    }

    @Override
    public void finish() {}

    @Override
    public void merge(Part later) {}
  }

  /**
   * The sum of the losses of a part: in float32 for one lane of a part, in float64 beyond. If there
   * is a third block, the slope is written to it.
   */
  private final class Total implements FloatBlocks.Gatherer<Total> {
    private final FloatLoss f = function.get();
    private final float[] lanes = new float[Lanes.count(1)];
    private final float scale;
    private double sum;

    Total(double scale) {
      this.scale = (float) scale;
    }

    @Override
    public void add(float[][] blocks, int length) {
      if (blocks.length == 2) {
        f.addTo(lanes, blocks[0], blocks[1], length);
      } else {
        f.differentiateAndAdd(blocks[0], blocks[1], scale, blocks[2], lanes, length);
      }
    }

    @Override
    public void finish() {
      sum = Lanes.sums(lanes, 1)[0];
      Arrays.fill(lanes, 0);
    }

    @Override
    public void merge(Total later) {
      sum += later.sum;
    }
  }
}
