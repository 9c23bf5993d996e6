package ai.miniai.parallel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.List;

/** A row of numbers that ranks sum in place. */
interface Numbers {
  /** Sums of so many numbers stay in a processor's cache while the parts are added. */
  int BLOCK = 1 << 12;

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
      List<FloatBuffer> all =
          parts.stream().map(one -> one.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer()).toList();
      float[] total = new float[Math.min(BLOCK, to - from)];
      float[] more = new float[total.length];
      for (int at = from; at < to; at += BLOCK) {
        int length = Math.min(BLOCK, to - at);
        for (int rank = 0; rank < all.size(); rank++) {
          float[] part = rank == 0 ? total : more;
          if (rank == mine) {
            System.arraycopy(values, at, part, 0, length);
          } else {
            all.get(rank).get(part, 0, length);
          }
          if (rank > 0) {
            add(total, more, length);
          }
        }
        System.arraycopy(total, 0, values, at, length);
      }
    }

    /** A loop that the compiler vectorises. */
    private static void add(float[] total, float[] more, int length) {
      for (int i = 0; i < length; i++) {
        total[i] += more[i];
      }
    }
  }

  /**
   * In float64. The loops are those of {@link Floats} once more, because Java has no generics of
   * primitive types and the compiler vectorises nothing else.
   */
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
      List<DoubleBuffer> all =
          parts.stream().map(one -> one.order(ByteOrder.LITTLE_ENDIAN).asDoubleBuffer()).toList();
      double[] total = new double[Math.min(BLOCK, to - from)];
      double[] more = new double[total.length];
      for (int at = from; at < to; at += BLOCK) {
        int length = Math.min(BLOCK, to - at);
        for (int rank = 0; rank < all.size(); rank++) {
          double[] part = rank == 0 ? total : more;
          if (rank == mine) {
            System.arraycopy(values, at, part, 0, length);
          } else {
            all.get(rank).get(part, 0, length);
          }
          if (rank > 0) {
            add(total, more, length);
          }
        }
        System.arraycopy(total, 0, values, at, length);
      }
    }

    /** A loop that the compiler vectorises. */
    private static void add(double[] total, double[] more, int length) {
      for (int i = 0; i < length; i++) {
        total[i] += more[i];
      }
    }
  }
}
