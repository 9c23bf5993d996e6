package ai.miniai.kernels;

import ai.miniai.array.HostMemory;
import ai.miniai.array.Layout;
import ai.miniai.array.Team;
import java.lang.ref.Reference;
import java.nio.FloatBuffer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * {@link Kernels#gatherRows} of float32. Rows that follow each other in the table too are copied at
 * once. A copy takes as long as twenty values do, so narrow rows that lie close together are moved
 * by a loop over Java arrays.
 */
final class CpuGatherRows {
  /** Fewer values are not copied on their own. */
  private static final int NARROW = 16;

  /** About as many values are copied in one part. */
  private static final int PART = 1 << 16;

  private final int[] numbers;
  private final FloatBuffer from;
  private final FloatBuffer to;
  private final int start;
  private final int resultStart;
  private final int tables;
  private final int count;
  private final int width;
  private final boolean wide;

  private CpuGatherRows(INDArray table, int[] numbers, INDArray rows) {
    this.numbers = numbers;
    from = table.data().asNioFloat();
    to = rows.data().asNioFloat();
    start = (int) table.offset();
    resultStart = (int) rows.offset();
    tables = (int) table.size(0);
    count = (int) table.size(1);
    width = (int) table.size(2);
    wide = areWide(numbers, width);
  }

  static INDArray gather(INDArray table, INDArray indices) {
    int[] numbers = HostMemory.readInts(indices);
    INDArray rows = Layout.empty(DataType.FLOAT, table.size(0), numbers.length, table.size(2));
    try {
      new CpuGatherRows(table, numbers, rows).run();
    } finally {
      Reference.reachabilityFence(table); // a buffer does not keep its memory alive
      Reference.reachabilityFence(rows);
    }
    return rows;
  }

  private void run() {
    long values = (long) numbers.length * width;
    if (tables > 1 && values < PART) {
      int each = (int) Math.max(1, PART / values);
      Team.run(parts(tables, each), i -> tables(i * each, Math.min((i + 1) * each, tables)));
    } else {
      int each = Math.max(1, PART / width);
      int parts = parts(numbers.length, each);
      Team.run(
          tables * parts,
          i -> {
            int begin = i % parts * each;
            rows(i / parts, begin, Math.min(begin + each, numbers.length));
          });
    }
  }

  /** Whether rows that follow each other have so many values together that they are copied. */
  static boolean areWide(int[] numbers, int width) {
    if (width >= NARROW) {
      return true;
    }
    long runs = 1;
    for (int i = 1; i < numbers.length; i++) {
      runs += numbers[i] == numbers[i - 1] + 1 ? 0 : 1;
    }
    return (long) numbers.length * width >= runs * NARROW;
  }

  private static int parts(int count, int each) {
    return (count - 1) / each + 1;
  }

  /** All rows of some tables. */
  private void tables(int begin, int end) {
    if (!wide && count <= 2 * numbers.length) {
      moveAll(begin, end);
    } else {
      for (int table = begin; table < end; table++) {
        copy(table, 0, numbers.length);
      }
    }
  }

  /** Some of the rows of one table. */
  private void rows(int table, int begin, int end) {
    if (!wide) {
      int least = Integer.MAX_VALUE;
      int most = 0;
      for (int i = begin; i < end; i++) {
        least = Math.min(least, numbers[i]);
        most = Math.max(most, numbers[i]);
      }
      if (most - least < 2L * (end - begin)) {
        move(table, begin, end, least, most + 1);
        return;
      }
    }
    copy(table, begin, end);
  }

  private void copy(int table, int begin, int end) {
    int run;
    for (int i = begin; i < end; i += run) {
      run = 1;
      while (i + run < end && numbers[i + run] == numbers[i] + run) {
        run++;
      }
      to.put(result(table, i), from, place(table, numbers[i]), run * width);
    }
  }

  private void moveAll(int begin, int end) {
    float[] read = new float[(end - begin) * count * width];
    from.get(place(begin, 0), read);
    float[] moved = new float[(end - begin) * numbers.length * width];
    for (int table = 0; table < end - begin; table++) {
      move(read, table * count, moved, table * numbers.length, 0, numbers.length);
    }
    to.put(result(begin, 0), moved);
  }

  /** Reads the rows {@code first} to {@code last} − 1: all that these numbers name. */
  private void move(int table, int begin, int end, int first, int last) {
    float[] read = new float[(last - first) * width];
    from.get(place(table, first), read);
    float[] moved = new float[(end - begin) * width];
    move(read, -first, moved, 0, begin, end);
    to.put(result(table, begin), moved);
  }

  private void move(float[] read, int shift, float[] moved, int at, int begin, int end) {
    if (width == 1) {
      for (int i = begin; i < end; i++) {
        moved[at + i - begin] = read[numbers[i] + shift];
      }
    } else {
      for (int i = begin; i < end; i++) {
        int row = (numbers[i] + shift) * width;
        for (int k = 0; k < width; k++) {
          moved[(at + i - begin) * width + k] = read[row + k];
        }
      }
    }
  }

  private int place(int table, int row) {
    return start + (table * count + row) * width;
  }

  private int result(int table, int row) {
    return resultStart + (table * numbers.length + row) * width;
  }
}
