package ai.miniai.kernels.histogram;

import ai.miniai.array.Team;
import com.google.common.primitives.Ints;
import java.lang.ref.Reference;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.List;
import java.util.function.Supplier;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Reads a float32 array in blocks that come as four arrays of equal length, so that a loop treats
 * four values at a time: the compiler vectorises loops over several arrays, but hardly ones that
 * read an array at several places. Like {@code FloatBlocks}, it divides large arrays into parts for
 * several threads, and the parts do not depend on the number of threads.
 */
final class QuarterBlocks {
  /** The most values in each of the four arrays. */
  static final int QUARTER = 1 << 9;

  private static final int QUARTERS = 4;
  private static final int BLOCK = QUARTERS * QUARTER;

  /** The range for the number of blocks in a part. */
  private static final int LEAST_BLOCKS_IN_PART = 16;

  private static final int MOST_BLOCKS_IN_PART = 64;
  private static final int PARTS = 4;

  /** Accumulates the result: one gatherer per part, which are then merged. */
  interface Gatherer<G> {
    /** Whether {@link #add} gets the bits of the values, too. */
    boolean wantsBits();

    /**
     * Adds the first {@code length} values of each of four arrays. (The bits are read as integers,
     * because the compiler of JDK 17 does not vectorise {@code Float.floatToRawIntBits}.)
     */
    void add(float[][] values, int[][] bits, int length);

    /** Adds one of the last values of the array, whose number is not divisible by four. */
    void add(float value);

    /** Called after the last value of the part. */
    void finish();

    /** Adds the result of {@code later}, which belongs to the part that follows in memory. */
    void merge(G later);
  }

  private QuarterBlocks() {}

  /** Runs one gatherer per part, and merges them; {@code x} as {@code FloatBlocks} can read it. */
  static <G extends Gatherer<G>> G reduce(INDArray x, Supplier<G> gatherer) {
    FloatBuffer values = x.data().asNioFloat();
    IntBuffer bits = x.data().asNioInt();
    int begin = (int) x.offset();
    int length = Math.toIntExact(x.length());
    int size =
        BLOCK
            * Ints.constrainToRange(
                length / BLOCK / PARTS, LEAST_BLOCKS_IN_PART, MOST_BLOCKS_IN_PART);
    int parts = (length - 1) / size + 1;
    try {
      List<G> gathered =
          Team.map(
              parts,
              i -> {
                G part = gatherer.get();
                int from = i * size;
                gather(values, bits, begin + from, Math.min(size, length - from), part);
                return part;
              });
      G whole = gathered.get(0);
      gathered.subList(1, parts).forEach(whole::merge);
      return whole;
    } finally {
      Reference.reachabilityFence(x); // a buffer does not keep its memory alive
    }
  }

  private static void gather(
      FloatBuffer values, IntBuffer bits, int from, int length, Gatherer<?> part) {
    int longest = Math.min(QUARTER, length / QUARTERS);
    float[][] x = new float[QUARTERS][longest];
    int[][] b = new int[QUARTERS][part.wantsBits() ? longest : 0];
    int at = from;
    for (int left = length / QUARTERS; left > 0; left -= QUARTER) {
      int count = Math.min(QUARTER, left);
      for (int q = 0; q < QUARTERS; q++) {
        values.get(at, x[q], 0, count);
        if (part.wantsBits()) {
          bits.get(at, b[q], 0, count);
        }
        at += count;
      }
      part.add(x, b, count);
    }
    for (; at < from + length; at++) {
      part.add(values.get(at));
    }
    part.finish();
  }
}
