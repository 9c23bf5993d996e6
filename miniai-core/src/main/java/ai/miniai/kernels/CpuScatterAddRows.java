package ai.miniai.kernels;

import ai.miniai.array.HostMemory;
import ai.miniai.array.Layout;
import ai.miniai.array.Team;
import java.lang.ref.Reference;
import java.nio.FloatBuffer;
import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * {@link Kernels#scatterAddRows} of float32. Each sum is added up by one thread, in the order of
 * the rows.
 */
final class CpuScatterAddRows {
  /** About as many sums are computed in one part. */
  private static final int PART = 1 << 16;

  /** So many narrow sums are added up in Java arrays. */
  private static final int MOST_NARROW = 1 << 24;

  private final int[] numbers;
  private final FloatBuffer from;
  private final FloatBuffer to;
  private final int start;
  private final int sumsStart;
  private final int tables;
  private final int count;
  private final int width;

  private CpuScatterAddRows(INDArray rows, int[] numbers, INDArray sums) {
    this.numbers = numbers;
    from = rows.data().asNioFloat();
    to = sums.data().asNioFloat();
    start = (int) rows.offset();
    sumsStart = (int) sums.offset();
    tables = (int) sums.size(0);
    count = (int) sums.size(1);
    width = (int) sums.size(2);
  }

  static INDArray scatterAdd(INDArray rows, INDArray indices, int count) {
    INDArray sums = Layout.empty(DataType.FLOAT, rows.size(0), count, rows.size(2));
    try {
      new CpuScatterAddRows(rows, HostMemory.readInts(indices), sums).run();
    } finally {
      Reference.reachabilityFence(rows); // a buffer does not keep its memory alive
      Reference.reachabilityFence(sums);
    }
    return sums;
  }

  private void run() {
    long values = (long) count * width;
    if (values > MOST_NARROW || CpuGatherRows.areWide(numbers, width)) {
      Places places = Places.of(numbers, count);
      int each = Math.max(1, PART / width);
      int parts = (count - 1) / each + 1;
      Team.run(
          tables * parts,
          i -> {
            int begin = i % parts * each;
            addWide(places, i / parts, begin, Math.min(begin + each, count));
          });
    } else if (tables > 1) {
      int each = (int) Math.max(1, PART / values);
      Team.run(
          (tables - 1) / each + 1,
          i -> addNarrow(i * each, Math.min((i + 1) * each, tables), 0, count));
    } else {
      int parts = values < PART ? 1 : Team.SIZE; // each looks at all numbers
      Team.run(parts, i -> addNarrow(0, 1, share(i, parts), share(i + 1, parts)));
    }
  }

  private int share(int part, int parts) {
    return (int) ((long) count * part / parts);
  }

  /** The sums {@code begin} to {@code end} − 1 of tables; all sums if there are several tables. */
  private void addNarrow(int first, int last, int begin, int end) {
    int sums = (end - begin) * width;
    float[] sum = new float[(last - first) * sums];
    int each = Math.max(1, Math.min(numbers.length, PART / width));
    float[] rows = new float[each * width];
    for (int table = first; table < last; table++) {
      for (int i = 0; i < numbers.length; i += each) {
        int read = Math.min(each, numbers.length - i);
        from.get(start + (table * numbers.length + i) * width, rows, 0, read * width);
        add(rows, i, read, sum, (table - first) * sums, begin, end);
      }
    }
    to.put(sumsStart + (first * count + begin) * width, sum);
  }

  /** Adds the rows {@code at} to {@code at + read - 1} to the sums from {@code shift} on. */
  private void add(float[] rows, int at, int read, float[] sum, int shift, int begin, int end) {
    if (width == 1) {
      for (int i = 0; i < read; i++) {
        int number = numbers[at + i];
        if (number >= begin && number < end) {
          sum[shift + number - begin] += rows[i];
        }
      }
      return;
    }
    for (int i = 0; i < read; i++) {
      int number = numbers[at + i];
      if (number >= begin && number < end) {
        int place = shift + (number - begin) * width;
        for (int k = 0; k < width; k++) {
          sum[place + k] += rows[i * width + k];
        }
      }
    }
  }

  private void addWide(Places places, int table, int begin, int end) {
    float[] row = new float[width];
    float[] sum = new float[width];
    int first = start + table * numbers.length * width;
    int run;
    for (int number = begin; number < end; number += run) {
      run = places.copies(number, end);
      int at = sumsStart + (table * count + number) * width;
      if (run > 0) {
        to.put(at, from, first + places.sorted[places.begin[number]] * width, run * width);
      } else {
        run = 1;
        Arrays.fill(sum, 0);
        for (int i = places.begin[number]; i < places.begin[number + 1]; i++) {
          from.get(first + places.sorted[i] * width, row);
          add(row, sum);
        }
        to.put(at, sum);
      }
    }
  }

  private static void add(float[] x, float[] sum) {
    for (int i = 0; i < x.length; i++) {
      sum[i] += x[i];
    }
  }

  /**
   * The places of each number, in ascending order: those of number k are sorted[begin[k]] to
   * sorted[begin[k + 1] − 1].
   */
  private record Places(int[] begin, int[] sorted) {
    static Places of(int[] numbers, int count) {
      int[] begin = new int[count + 1];
      for (int number : numbers) {
        begin[number + 1]++;
      }
      for (int k = 0; k < count; k++) {
        begin[k + 1] += begin[k];
      }
      int[] next = begin.clone();
      int[] sorted = new int[numbers.length];
      for (int i = 0; i < numbers.length; i++) {
        sorted[next[numbers[i]]++] = i;
      }
      return new Places(begin, sorted);
    }

    /** How many sums from this number on are single rows that follow each other. */
    int copies(int number, int end) {
      int run = 0;
      int first = begin[number];
      while (number + run < end
          && begin[number + run + 1] == first + run + 1
          && sorted[first + run] == sorted[first] + run) {
        run++;
      }
      return run;
    }
  }
}
