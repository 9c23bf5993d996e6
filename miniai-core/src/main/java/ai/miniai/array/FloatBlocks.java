package ai.miniai.array;

import com.google.common.primitives.Ints;
import java.lang.ref.Reference;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Plain Java loops over the memory of float32 arrays that all have the same layout. Memory is
 * copied to the heap in blocks that fit into the L1 cache, because the compiler only vectorises
 * loops over Java arrays well. Large arrays are divided into parts that several threads process.
 * The parts do not depend on the number of threads, so results are identical to the bit.
 */
public final class FloatBlocks {
  /**
   * The range for the number of blocks in a part. Arrays are divided into several parts, but no
   * part is too small.
   */
  private static final int LEAST_BLOCKS_IN_PART = 16;

  private static final int MOST_BLOCKS_IN_PART = 64;
  private static final int PARTS = 4;

  /** Processes the first {@code length} values of one block of each array. */
  @FunctionalInterface
  public interface Body {
    void run(float[][] blocks, int length);
  }

  /** Accumulates the result of {@link #reduce}: one gatherer per part, which are then merged. */
  public interface Gatherer<G> {
    /** Called before the first block of the part, which begins with value {@code first}. */
    default void start(int first) {}

    void add(float[][] blocks, int length);

    /** Called after the last block of the part. */
    void finish();

    /** Adds the result of {@code later}, which belongs to the part that follows in memory. */
    void merge(G later);
  }

  private final INDArray[] arrays;
  private final FloatBuffer[] memory;
  private final int length;
  private final int block;

  private FloatBlocks(int row, INDArray... arrays) {
    this.arrays = arrays;
    this.memory = new FloatBuffer[arrays.length];
    Arrays.setAll(memory, i -> arrays[i].data().asNioFloat());
    this.length = Math.toIntExact(arrays[0].length());
    this.block = Lanes.count(row);
  }

  /** Whether these arrays can be processed in this way: float32, not empty and not too long. */
  public static boolean canRead(INDArray... arrays) {
    for (INDArray x : arrays) {
      if (x.dataType() != DataType.FLOAT
          || x.isEmpty()
          || x.offset() + x.length() > Integer.MAX_VALUE) {
        return false;
      }
    }
    return true;
  }

  /** Blocks of arrays of the same shape, dense and of the same layout. */
  public static FloatBlocks of(INDArray... arrays) {
    return new FloatBlocks(1, arrays);
  }

  /** Blocks of whole rows of row-major arrays [rows, columns]. */
  public static FloatBlocks ofRows(INDArray... arrays) {
    return new FloatBlocks(Math.toIntExact(arrays[0].size(1)), arrays);
  }

  /**
   * Runs {@code body} on each block, and copies the block of the last array back to its memory.
   * That block starts with undefined contents.
   */
  public void write(Body body) {
    gather(() -> new Runner(body), true);
  }

  /**
   * Like {@link #reduce}, but also copies the block of the last array back to its memory. That
   * block starts with undefined contents.
   */
  public <G extends Gatherer<G>> G transform(Supplier<G> gatherer) {
    return gather(gatherer, true);
  }

  /** Runs one gatherer per part, and merges them in memory order. */
  public <G extends Gatherer<G>> G reduce(Supplier<G> gatherer) {
    return gather(gatherer, false);
  }

  private <G extends Gatherer<G>> G gather(Supplier<G> gatherer, boolean writeLast) {
    int size =
        block
            * Ints.constrainToRange(
                length / block / PARTS, LEAST_BLOCKS_IN_PART, MOST_BLOCKS_IN_PART);
    int parts = (length - 1) / size + 1;
    try {
      List<G> gathered =
          Team.map(
              parts,
              i -> {
                G part = gatherer.get();
                int from = i * size;
                gather(from, (int) Math.min(from + (long) size, length), part, writeLast);
                return part;
              });
      G whole = gathered.get(0);
      gathered.subList(1, parts).forEach(whole::merge);
      return whole;
    } finally {
      Reference.reachabilityFence(arrays); // a buffer does not keep its memory alive
    }
  }

  private void gather(int from, int to, Gatherer<?> part, boolean writeLast) {
    int last = memory.length - 1;
    float[][] blocks = new float[memory.length][Math.min(block, to - from)];
    part.start(from);
    for (int at = from; at < to; at += block) {
      int count = Math.min(block, to - at);
      for (int i = 0; i < (writeLast ? last : memory.length); i++) {
        memory[i].get(offset(i) + at, blocks[i], 0, count);
      }
      part.add(blocks, count);
      if (writeLast) {
        memory[last].put(offset(last) + at, blocks[last], 0, count);
      }
    }
    part.finish();
  }

  /** Runs a {@link Body}, and accumulates nothing. */
  private record Runner(Body body) implements Gatherer<Runner> {
    @Override
    public void add(float[][] blocks, int length) {
      body.run(blocks, length);
    }

    @Override
    public void finish() {}

    @Override
    public void merge(Runner later) {}
  }

  private int offset(int i) {
    return (int) arrays[i].offset();
  }
}
