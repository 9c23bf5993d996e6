package ai.miniai.kernels.elementwise;

import ai.miniai.array.FloatBlocks;
import ai.miniai.array.HostMemory;
import ai.miniai.array.Lanes;
import ai.miniai.array.Layout;
import com.google.common.primitives.Doubles;
import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * x where positive, weight · x elsewhere, and its gradients, of float32 rows [rows, channels] with
 * a weight for each channel, in plain Java. Loops that the compiler vectorises have no branches,
 * and multiply what they leave out by 0. If that is not finite, loops with branches take their
 * place.
 */
public final class CpuPrelu {
  private CpuPrelu() {}

  /** Writes PReLU of {@code x} to {@code out}. */
  public static void apply(INDArray x, INDArray weight, INDArray out) {
    double[] perChannel = HostMemory.read(weight);
    float[] slopes = Lanes.repeat(perChannel);
    FloatBlocks blocks = FloatBlocks.ofRows(x, out);
    if (areFinite(perChannel)) {
      blocks.write((b, n) -> apply(b[0], slopes, b[1], n));
    } else {
      blocks.write((b, n) -> applyWithBranches(b[0], slopes, b[1], n));
    }
  }

  private static void apply(float[] x, float[] slopes, float[] y, int length) {
    for (int i = 0; i < length; i++) {
      y[i] = Math.max(x[i], 0) + slopes[i] * Math.min(x[i], 0);
    }
  }

  private static void applyWithBranches(float[] x, float[] slopes, float[] y, int length) {
    for (int i = 0; i < length; i++) {
      y[i] = x[i] > 0 ? x[i] : slopes[i] * x[i];
    }
  }

  /** Writes the gradient of {@code x} to {@code out}, and returns that of the weight. */
  public static INDArray differentiate(
      INDArray x, INDArray gradient, INDArray weight, INDArray out) {
    double[] perChannel = HostMemory.read(weight);
    float[] slopes = Lanes.repeat(perChannel);
    FloatBlocks blocks = FloatBlocks.ofRows(x, gradient, out);
    int channels = perChannel.length;
    double[] sums = blocks.transform(() -> new Gradients(slopes, channels, false)).sums;
    if (!areFinite(perChannel) || !areFinite(sums)) {
      sums = blocks.transform(() -> new Gradients(slopes, channels, true)).sums;
    }
    INDArray forWeight = Layout.empty(DataType.FLOAT, channels);
    HostMemory.write(sums, forWeight);
    return forWeight;
  }

  private static boolean areFinite(double... values) {
    return Arrays.stream(values).allMatch(Doubles::isFinite);
  }

  private static final class Gradients implements FloatBlocks.Gatherer<Gradients> {
    /** Multiplying any positive float32 by this twice gives more than 1. */
    private static final float HUGE = 1e38f;

    private final float[] slopes;
    private final float[] lanes;
    private final int channels;
    private final boolean branches;
    private double[] sums = {};

    Gradients(float[] slopes, int channels, boolean branches) {
      this.slopes = slopes;
      this.channels = channels;
      this.branches = branches;
      lanes = new float[slopes.length];
    }

    @Override
    public void add(float[][] blocks, int length) {
      if (branches) {
        withBranches(blocks[0], blocks[1], slopes, blocks[2], lanes, length);
      } else {
        differentiate(blocks[0], blocks[1], slopes, blocks[2], lanes, length);
      }
    }

    /** Static, so that the compiler vectorises it. */
    private static void differentiate(
        float[] x, float[] g, float[] slopes, float[] out, float[] sums, int length) {
      for (int i = 0; i < length; i++) {
        float positive = Math.min(Math.max(x[i], 0) * HUGE * HUGE, 1); // 1 or 0
        out[i] = g[i] * (positive + (1 - positive) * slopes[i]);
        sums[i] += g[i] * Math.min(x[i], 0);
      }
    }

    private static void withBranches(
        float[] x, float[] g, float[] slopes, float[] out, float[] sums, int length) {
      for (int i = 0; i < length; i++) {
        out[i] = g[i] * (x[i] > 0 ? 1 : slopes[i]);
        sums[i] += x[i] > 0 ? 0 : g[i] * x[i];
      }
    }

    @Override
    public void finish() {
      sums = Lanes.sums(lanes, channels);
    }

    @Override
    public void merge(Gradients later) {
      for (int c = 0; c < channels; c++) {
        sums[c] += later.sums[c];
      }
    }
  }
}
