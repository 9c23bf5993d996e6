package ai.miniai.array;

import java.lang.ref.Reference;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Copies between the Java heap and arrays in CPU memory, as whole blocks. (ND4J copies value by
 * value.)
 */
public final class HostMemory {
  /** This many values are small enough to stay in the L1 cache until they are copied. */
  private static final int BLOCK = 1 << 12;

  /** What one thread takes at a time. */
  private static final int PART = 1 << 15;

  private HostMemory() {}

  /** The values of a contiguous FLOAT or DOUBLE array, converted to double. */
  public static double[] read(INDArray x) {
    double[] values = new double[Math.toIntExact(x.length())];
    if (x.dataType() == DataType.DOUBLE) {
      try {
        x.data().asNioDouble().get(Math.toIntExact(x.offset()), values);
      } finally {
        Reference.reachabilityFence(x); // the buffer does not keep the memory alive
      }
    } else {
      float[] floats = readFloats(x);
      Arrays.setAll(values, i -> floats[i]);
    }
    return values;
  }

  /** The values of a contiguous FLOAT array. */
  public static float[] readFloats(INDArray x) {
    float[] values = new float[Math.toIntExact(x.length())];
    try {
      x.data().asNioFloat().get(Math.toIntExact(x.offset()), values);
      return values;
    } finally {
      Reference.reachabilityFence(x);
    }
  }

  /** The values of a contiguous INT64 array. */
  public static long[] readLongs(INDArray x) {
    long[] values = new long[Math.toIntExact(x.length())];
    try {
      x.data().asNioLong().get(Math.toIntExact(x.offset()), values);
      return values;
    } finally {
      Reference.reachabilityFence(x);
    }
  }

  /** The values of a contiguous INT64 array, which must be indices: from 0 to 2³¹ − 1. */
  public static int[] readInts(INDArray x) {
    int[] values = new int[Math.toIntExact(x.length())];
    long[] block = new long[Math.min(values.length, BLOCK)];
    try {
      LongBuffer from = x.data().asNioLong();
      for (int at = 0; at < values.length; at += block.length) {
        int count = Math.min(block.length, values.length - at);
        from.get(Math.toIntExact(x.offset()) + at, block, 0, count);
        for (int i = 0; i < count; i++) {
          values[at + i] = (int) block[i];
        }
      }
      return values;
    } finally {
      Reference.reachabilityFence(x);
    }
  }

  /** Writes {@code values} to a contiguous FLOAT or DOUBLE array. */
  public static void write(double[] values, INDArray x) {
    if (x.dataType() == DataType.DOUBLE) {
      try {
        x.data().asNioDouble().put(Math.toIntExact(x.offset()), values);
      } finally {
        Reference.reachabilityFence(x);
      }
    } else {
      float[] floats = new float[values.length];
      for (int i = 0; i < floats.length; i++) {
        floats[i] = (float) values[i];
      }
      write(floats, x);
    }
  }

  /** Writes {@code values} to a contiguous FLOAT array. */
  public static void write(float[] values, INDArray x) {
    write(values, 0, x);
  }

  /** Writes {@code row[from]} and the values after it to a contiguous FLOAT array. */
  public static void write(float[] row, int from, INDArray x) {
    try {
      x.data()
          .asNioFloat()
          .put(Math.toIntExact(x.offset()), row, from, Math.toIntExact(x.length()));
    } finally {
      Reference.reachabilityFence(x);
    }
  }

  /** Writes {@code row} to every row of {@code x}, a row-major FLOAT array [rows, columns]. */
  public static void writeRows(float[] row, INDArray x) {
    float[] block = new float[Math.min(Lanes.count(row.length), Math.toIntExact(x.length()))];
    for (int i = 0; i < block.length; i += row.length) {
      System.arraycopy(row, 0, block, i, row.length);
    }
    FloatBuffer memory = x.data().asNioFloat();
    int begin = Math.toIntExact(x.offset());
    int end = begin + Math.toIntExact(x.length());
    try {
      for (int at = begin; at < end; at += block.length) {
        memory.put(at, block, 0, Math.min(block.length, end - at));
      }
    } finally {
      Reference.reachabilityFence(x);
    }
  }

  /** Writes unsigned {@code values}, divided by {@code divisor}, to a contiguous FLOAT array. */
  public static void write(byte[] values, float divisor, INDArray x) {
    float[] quotients = new float[1 << Byte.SIZE];
    for (int i = 0; i < quotients.length; i++) {
      quotients[i] = i / divisor;
    }
    FloatBuffer memory = x.data().asNioFloat();
    int offset = Math.toIntExact(x.offset());
    try {
      Team.run(
          (int) (((long) values.length + PART - 1) / PART),
          part -> {
            int begin = part * PART;
            int length = Math.min(PART, values.length - begin);
            float[] block = new float[Math.min(BLOCK, length)];
            for (int done = 0; done < length; done += BLOCK) {
              int count = Math.min(BLOCK, length - done);
              look(quotients, values, begin + done, block, count);
              memory.put(offset + begin + done, block, 0, count);
            }
          });
    } finally {
      Reference.reachabilityFence(x);
    }
  }

  private static void look(float[] quotients, byte[] values, int from, float[] block, int count) {
    for (int i = 0; i < count; i++) {
      block[i] = quotients[Byte.toUnsignedInt(values[from + i])];
    }
  }

  /** Copies {@code x} to {@code out}, both contiguous FLOAT arrays of the same length. */
  public static void copy(INDArray x, INDArray out) {
    FloatBuffer from = x.data().asNioFloat();
    FloatBuffer to = out.data().asNioFloat();
    try {
      to.put(
          Math.toIntExact(out.offset()),
          from,
          Math.toIntExact(x.offset()),
          Math.toIntExact(x.length()));
    } finally {
      Reference.reachabilityFence(x);
      Reference.reachabilityFence(out);
    }
  }
}
