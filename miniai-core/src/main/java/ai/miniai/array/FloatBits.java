package ai.miniai.array;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;

/**
 * Converts blocks of float32 values to their bits and back. (The compiler of JDK 17 does not
 * vectorise {@code Float.floatToRawIntBits}.) Each thread has its own.
 */
public final class FloatBits {
  private static final ThreadLocal<FloatBits> OF_THREAD = ThreadLocal.withInitial(FloatBits::new);

  /** At most this many values are converted at a time. */
  private static final int PIECE = 1 << 10;

  private final FloatBuffer floats;
  private final IntBuffer ints;

  private FloatBits() {
    ByteBuffer bytes = ByteBuffer.allocate(PIECE * Float.BYTES).order(ByteOrder.nativeOrder());
    floats = bytes.asFloatBuffer();
    ints = bytes.asIntBuffer();
  }

  /** For use by the calling thread only. */
  public static FloatBits ofThread() {
    return OF_THREAD.get();
  }

  /** Writes the bits of the first {@code length} values of {@code from} to {@code to}. */
  public void toBits(float[] from, int[] to, int length) {
    for (int at = 0; at < length; at += PIECE) {
      int count = Math.min(PIECE, length - at);
      floats.put(0, from, at, count);
      ints.get(0, to, at, count);
    }
  }

  /** Writes the values with the first {@code length} bit patterns of {@code from} to {@code to}. */
  public void toFloats(int[] from, float[] to, int length) {
    for (int at = 0; at < length; at += PIECE) {
      int count = Math.min(PIECE, length - at);
      ints.put(0, from, at, count);
      floats.get(0, to, at, count);
    }
  }
}
