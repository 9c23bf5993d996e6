package ai.miniai.array;

import java.lang.ref.Reference;
import java.nio.IntBuffer;
import org.bytedeco.javacpp.IntPointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Like {@link FloatBlocks#write}, but the values are given as their bits. So a loop without
 * branches can choose between values, and NaN is a value like any other.
 */
public final class BitBlocks {
  private static final int BLOCK = Lanes.count(1);
  private static final int BLOCKS_IN_PART = 16;

  /** Processes the first {@code length} bit patterns of one block of each array. */
  @FunctionalInterface
  public interface Body {
    void run(int[][] blocks, int length);
  }

  private BitBlocks() {}

  /**
   * Runs {@code body} on each block of arrays that {@link FloatBlocks#canRead} accepts, and copies
   * the block of the last array back to its memory.
   */
  public static void write(Body body, INDArray... arrays) {
    int length = Math.toIntExact(arrays[0].length());
    IntBuffer[] memory = new IntBuffer[arrays.length];
    for (int i = 0; i < arrays.length; i++) {
      long end = arrays[i].offset() + length;
      memory[i] = new IntPointer(arrays[i].data().pointer()).capacity(end).asBuffer();
    }
    int size = BLOCK * BLOCKS_IN_PART;
    try {
      Team.run(
          (length - 1) / size + 1,
          part -> {
            int last = arrays.length - 1;
            int to = (int) Math.min((part + 1L) * size, length);
            int[][] blocks = new int[arrays.length][Math.min(BLOCK, to - part * size)];
            for (int at = part * size; at < to; at += BLOCK) {
              int count = Math.min(BLOCK, to - at);
              for (int i = 0; i < last; i++) {
                memory[i].get((int) arrays[i].offset() + at, blocks[i], 0, count);
              }
              body.run(blocks, count);
              memory[last].put((int) arrays[last].offset() + at, blocks[last], 0, count);
            }
          });
    } finally {
      Reference.reachabilityFence(arrays); // a buffer does not keep its memory alive
    }
  }
}
