package ai.miniai.parallel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;

/** A row of numbers that ranks sum in place. */
interface Numbers {
  int length();

  /** The bytes of a number. */
  int bytes();

  /** Writes the numbers from {@code from} to {@code to}. */
  void write(int from, int to, ByteBuffer message);

  /** Replaces the numbers from {@code from} to {@code to} by those of the message. */
  void read(int from, int to, ByteBuffer message);

  /**
   * Replaces the numbers from {@code from} to {@code to} by the sum over the ranks, in their order.
   *
   * @param parts a message for each rank; that of {@code mine} is not looked at
   */
  void sum(int from, int to, List<ByteBuffer> parts, int mine);

  /** In float32. */
  record Floats(float[] values) implements Numbers {
    @Override
    public int length() {
      return values.length;
    }

    @Override
    public int bytes() {
      return Float.BYTES;
    }

    @Override
    public void write(int from, int to, ByteBuffer message) {
      message.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(values, from, to - from);
    }

    @Override
    public void read(int from, int to, ByteBuffer message) {
      message.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values, from, to - from);
    }

    @Override
    public void sum(int from, int to, List<ByteBuffer> parts, int mine) {
      float[] own = Arrays.copyOfRange(values, from, to);
      Arrays.fill(values, from, to, -0f); // adding it changes nothing, not even the sign of 0
      for (int rank = 0; rank < parts.size(); rank++) {
        FloatBuffer part =
            rank == mine
                ? FloatBuffer.wrap(own)
                : parts.get(rank).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
        for (int i = from; i < to; i++) {
          values[i] += part.get(i - from);
        }
      }
    }
  }

  /** In float64. */
  record Doubles(double[] values) implements Numbers {
    @Override
    public int length() {
      return values.length;
    }

    @Override
    public int bytes() {
      return Double.BYTES;
    }

    @Override
    public void write(int from, int to, ByteBuffer message) {
      message.order(ByteOrder.LITTLE_ENDIAN).asDoubleBuffer().put(values, from, to - from);
    }

    @Override
    public void read(int from, int to, ByteBuffer message) {
      message.order(ByteOrder.LITTLE_ENDIAN).asDoubleBuffer().get(values, from, to - from);
    }

    @Override
    public void sum(int from, int to, List<ByteBuffer> parts, int mine) {
      double[] own = Arrays.copyOfRange(values, from, to);
      Arrays.fill(values, from, to, -0.0);
      for (int rank = 0; rank < parts.size(); rank++) {
        DoubleBuffer part =
            rank == mine
                ? DoubleBuffer.wrap(own)
                : parts.get(rank).order(ByteOrder.LITTLE_ENDIAN).asDoubleBuffer();
        for (int i = from; i < to; i++) {
          values[i] += part.get(i - from);
        }
      }
    }
  }
}
