package ai.miniai.kernels;

import ai.miniai.array.HostMemory;
import ai.miniai.array.Layout;
import ai.miniai.array.Team;
import java.lang.ref.Reference;
import java.nio.FloatBuffer;
import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** {@link Kernels#gatherRows} and {@link Kernels#scatterAddRows} of float32 in plain Java. */
final class CpuEmbedding {
  /** About as many values are copied or added up in one part. */
  private static final int PART = 1 << 16;

  private CpuEmbedding() {}

  static INDArray gather(INDArray table, INDArray indices) {
    long[] numbers = HostMemory.readLongs(indices);
    int width = Math.toIntExact(table.size(1));
    INDArray rows = Layout.empty(DataType.FLOAT, numbers.length, width);
    FloatBuffer from = table.data().asNioFloat();
    FloatBuffer to = rows.data().asNioFloat();
    int first = (int) table.offset();
    int start = (int) rows.offset();
    int each = Math.max(1, PART / width);
    try {
      Team.run(
          parts(numbers.length, each),
          part -> {
            int end = Math.min((part + 1) * each, numbers.length);
            for (int i = part * each; i < end; i++) {
              int at = first + (int) numbers[i] * width;
              if (width == 1) {
                to.put(start + i, from.get(at)); // copying a row takes longer
              } else {
                to.put(start + i * width, from, at, width);
              }
            }
          });
    } finally {
      Reference.reachabilityFence(table); // a buffer does not keep its memory alive
      Reference.reachabilityFence(rows);
    }
    return rows;
  }

  static INDArray scatterAdd(INDArray rows, INDArray indices, int count) {
    int width = Math.toIntExact(rows.size(1));
    Places places = Places.of(HostMemory.readLongs(indices), count);
    INDArray sums = Layout.empty(DataType.FLOAT, count, width);
    FloatBuffer from = rows.data().asNioFloat();
    FloatBuffer to = sums.data().asNioFloat();
    int first = (int) rows.offset();
    int start = (int) sums.offset();
    int each = Math.max(1, PART / width);
    try {
      Team.run(
          parts(count, each),
          part -> {
            int begin = part * each;
            int end = Math.min(begin + each, count);
            if (width == 1) {
              to.put(start + begin, places.sums(from, first, begin, end));
            } else {
              float[] row = new float[width];
              float[] sum = new float[width];
              for (int number = begin; number < end; number++) {
                Arrays.fill(sum, 0);
                for (int i = places.begin[number]; i < places.begin[number + 1]; i++) {
                  from.get(first + places.sorted[i] * width, row);
                  add(row, sum);
                }
                to.put(start + number * width, sum);
              }
            }
          });
    } finally {
      Reference.reachabilityFence(rows);
      Reference.reachabilityFence(sums);
    }
    return sums;
  }

  private static int parts(int count, int each) {
    return (count - 1) / each + 1;
  }

  private static void add(float[] x, float[] sum) {
    for (int i = 0; i < x.length; i++) {
      sum[i] += x[i];
    }
  }

  /**
   * The places of each index, in ascending order: those of index k are sorted[begin[k]] to
   * sorted[begin[k + 1] − 1].
   */
  private record Places(int[] begin, int[] sorted) {
    static Places of(long[] indices, int count) {
      int[] begin = new int[count + 1];
      for (long index : indices) {
        begin[(int) index + 1]++;
      }
      for (int k = 0; k < count; k++) {
        begin[k + 1] += begin[k];
      }
      int[] next = begin.clone();
      int[] sorted = new int[indices.length];
      for (int i = 0; i < indices.length; i++) {
        sorted[next[(int) indices[i]]++] = i;
      }
      return new Places(begin, sorted);
    }

    /** The sums of single values for the indices {@code from} to {@code to}. */
    float[] sums(FloatBuffer values, int first, int from, int to) {
      float[] sums = new float[to - from];
      for (int number = from; number < to; number++) {
        for (int i = begin[number]; i < begin[number + 1]; i++) {
          sums[number - from] += values.get(first + sorted[i]);
        }
      }
      return sums;
    }
  }
}
