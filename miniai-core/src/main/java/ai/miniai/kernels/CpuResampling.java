package ai.miniai.kernels;

import ai.miniai.array.Layout;
import ai.miniai.array.Team;
import java.lang.ref.Reference;
import java.nio.FloatBuffer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** {@link Kernels#resample} of float32 in plain Java. */
final class CpuResampling {
  /** About as many values of the input are in one part. */
  private static final int PART = 1 << 15;

  /** The same for single columns: loops that leave out values want the L1 cache. */
  private static final int SINGLES = 1 << 12;

  private final FloatBuffer from;
  private final FloatBuffer to;
  private final int start;
  private final int resultStart;
  private final int outer;
  private final int inner;
  private final int length;
  private final int places;
  private final int[] first;
  private final float[][] weights;

  private CpuResampling(INDArray x, Resampling resampling, INDArray result) {
    from = x.data().asNioFloat();
    to = result.data().asNioFloat();
    start = (int) x.offset();
    resultStart = (int) result.offset();
    outer = (int) x.size(0);
    inner = (int) x.size(2);
    length = resampling.length();
    places = resampling.places();
    first = new int[places];
    weights = new float[places][];
    for (int i = 0; i < places; i++) {
      Resampling.Part part = resampling.part(i);
      first[i] = part.from();
      weights[i] = new float[part.weights().length];
      for (int k = 0; k < weights[i].length; k++) {
        weights[i][k] = (float) part.weights()[k];
      }
    }
  }

  static INDArray resample(INDArray x, Resampling resampling) {
    INDArray result = Layout.empty(DataType.FLOAT, x.size(0), resampling.places(), x.size(2));
    try {
      new CpuResampling(x, resampling, result).run();
    } finally {
      Reference.reachabilityFence(x); // a buffer does not keep its memory alive
      Reference.reachabilityFence(result);
    }
    return result;
  }

  private void run() {
    long values = (long) Math.max(length, places) * inner;
    if (values <= PART) {
      int each = (int) Math.max(1, (inner == 1 ? SINGLES : PART) / values);
      Team.run(parts(outer, each), i -> whole(i * each, Math.min((i + 1) * each, outer)));
    } else {
      int columns = Math.min(inner, Math.max(1, PART / Math.max(length, places)));
      int parts = parts(inner, columns);
      Team.run(
          outer * parts,
          i -> {
            int begin = i % parts * columns;
            some(i / parts, begin, Math.min(columns, inner - begin));
          });
    }
  }

  private static int parts(int count, int each) {
    return (count - 1) / each + 1;
  }

  /** Some of the outer parts. */
  private void whole(int begin, int end) {
    float[] x = new float[(end - begin) * length * inner];
    from.get(start + begin * length * inner, x);
    float[] y = new float[(end - begin) * places * inner];
    if (inner == 1) {
      resampleSingle(x, y, end - begin);
    } else {
      for (int i = 0; i < end - begin; i++) {
        resample(x, i * length * inner, y, i * places * inner, inner);
      }
    }
    to.put(resultStart + begin * places * inner, y);
  }

  /** Some of the columns of one outer part. */
  private void some(int part, int begin, int columns) {
    float[] x = new float[length * columns];
    for (int i = 0; i < length; i++) {
      from.get(start + (part * length + i) * inner + begin, x, i * columns, columns);
    }
    float[] y = new float[places * columns];
    resample(x, 0, y, 0, columns);
    for (int i = 0; i < places; i++) {
      to.put(resultStart + (part * places + i) * inner + begin, y, i * columns, columns);
    }
  }

  private void resample(float[] x, int shift, float[] y, int at, int columns) {
    for (int i = 0; i < places; i++) {
      float[] w = weights[i];
      int from = shift + first[i] * columns;
      int to = at + i * columns;
      int k = 0;
      for (; k + 1 < w.length; k += 2) {
        addTwo(w[k], w[k + 1], x, from + k * columns, y, to, columns);
      }
      if (k < w.length) {
        addOne(w[k], x, from + k * columns, y, to, columns);
      }
    }
  }

  private static void addOne(float weight, float[] x, int from, float[] y, int to, int count) {
    for (int i = 0; i < count; i++) {
      y[to + i] += weight * x[from + i];
    }
  }

  /** Two neighbouring rows. */
  private static void addTwo(float a, float b, float[] x, int from, float[] y, int to, int count) {
    for (int i = 0; i < count; i++) {
      y[to + i] += a * x[from + i] + b * x[from + count + i];
    }
  }

  /** With single columns, loops over the outer parts are the long ones. */
  private void resampleSingle(float[] x, float[] y, int outers) {
    for (int i = 0; i < places; i++) {
      float[] w = weights[i];
      int k = 0;
      for (; k + 1 < w.length; k += 2) {
        addTwoSingles(w[k], w[k + 1], x, first[i] + k, y, i, outers);
      }
      if (k < w.length) {
        addSingle(w[k], x, first[i] + k, y, i, outers);
      }
    }
  }

  private void addSingle(float weight, float[] x, int from, float[] y, int to, int outers) {
    for (int i = 0; i < outers; i++) {
      y[i * places + to] += weight * x[i * length + from];
    }
  }

  private void addTwoSingles(float a, float b, float[] x, int from, float[] y, int to, int outers) {
    for (int i = 0; i < outers; i++) {
      int at = i * length + from;
      y[i * places + to] += a * x[at] + b * x[at + 1];
    }
  }
}
