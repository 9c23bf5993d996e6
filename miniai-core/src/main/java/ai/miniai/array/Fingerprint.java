package ai.miniai.array;

import java.lang.ref.Reference;
import java.nio.FloatBuffer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A hash of all bits of an array, to detect that its values have changed. */
public final class Fingerprint {
  private static final long PRIME = 0x9E3779B97F4A7C15L;

  private Fingerprint() {}

  /**
   * Whether {@code x} can be hashed: it is in CPU memory, so that no device has to wait, and it is
   * neither empty nor too long.
   */
  public static boolean isPossible(INDArray x) {
    return Nd4j.getEnvironment().isCPU()
        && !x.isEmpty()
        && x.offset() + x.length() <= Integer.MAX_VALUE;
  }

  public static long of(INDArray x) {
    INDArray dense = Layout.isRowMajor(Layout.inMemoryOrder(x)) ? x : copy(x);
    if (dense.dataType() == DataType.FLOAT) {
      return ofFloats(dense);
    }
    long hash = 0;
    if (dense.dataType() == DataType.INT64) {
      for (long value : HostMemory.readLongs(dense)) {
        hash = (hash ^ value) * PRIME;
      }
    } else {
      INDArray doubles =
          dense.dataType() == DataType.DOUBLE
              ? dense
              : Layout.outsideWorkspaces(() -> dense.castTo(DataType.DOUBLE));
      for (double value : HostMemory.read(doubles)) {
        hash = (hash ^ Double.doubleToRawLongBits(value)) * PRIME;
      }
    }
    return hash;
  }

  /** Four independent hashes, so that their multiplications overlap. */
  private static long ofFloats(INDArray x) {
    FloatBuffer memory = x.data().asNioFloat();
    int at = Math.toIntExact(x.offset());
    int end = at + Math.toIntExact(x.length());
    long a = 1;
    long b = 2;
    long c = 3;
    long d = 4;
    try {
      for (; at + 4 <= end; at += 4) {
        a = (a ^ bits(memory, at)) * PRIME;
        b = (b ^ bits(memory, at + 1)) * PRIME;
        c = (c ^ bits(memory, at + 2)) * PRIME;
        d = (d ^ bits(memory, at + 3)) * PRIME;
      }
      for (; at < end; at++) {
        a = (a ^ bits(memory, at)) * PRIME;
      }
    } finally {
      Reference.reachabilityFence(x);
    }
    return a ^ Long.rotateLeft(b, 16) ^ Long.rotateLeft(c, 32) ^ Long.rotateLeft(d, 48);
  }

  private static int bits(FloatBuffer memory, int at) {
    return Float.floatToRawIntBits(memory.get(at));
  }

  private static INDArray copy(INDArray x) {
    return Layout.outsideWorkspaces(() -> x.dup('c'));
  }
}
