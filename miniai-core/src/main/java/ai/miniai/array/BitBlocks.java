package ai.miniai.array;

import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.util.Arrays;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Like {@link FloatBlocks#write}, but the values are given as their bits. So a loop without
 * branches can choose between values, and NaN is a value like any other. Arrays may also be BOOL:
 * true is given as all bits set, and false as none. An array of one element stands for as many
 * elements as the last array has.
 */
public final class BitBlocks {
  private static final int BLOCK = Lanes.count(1);
  private static final int BLOCKS_IN_PART = 64;

  /** Processes the first {@code length} bit patterns of one block of each array. */
  @FunctionalInterface
  public interface Body {
    void run(int[][] blocks, int length);
  }

  private BitBlocks() {}

  /** Copies {@code count} bit patterns to {@code block}, from element {@code at} on. */
  @FunctionalInterface
  private interface Source {
    void read(int at, int[] block, int count);
  }

  /** Whether the array is BOOL, not empty and not too long. */
  public static boolean canReadTruths(INDArray x) {
    return x.dataType() == DataType.BOOL
        && !x.isEmpty()
        && x.offset() + x.length() <= Integer.MAX_VALUE;
  }

  /**
   * Runs {@code body} on each block of arrays that {@link FloatBlocks#canRead} or {@link
   * #canReadTruths} accepts, and copies the block of the last array, which is FLOAT, back to its
   * memory.
   */
  public static void write(Body body, INDArray... arrays) {
    int last = arrays.length - 1;
    INDArray out = arrays[last];
    int length = Math.toIntExact(out.length());
    Source[] sources = new Source[last];
    Arrays.setAll(sources, i -> source(arrays[i], length));
    IntBuffer memory = bits(out);
    int size = BLOCK * BLOCKS_IN_PART;
    try {
      Team.run(
          (length - 1) / size + 1,
          part -> {
            int to = (int) Math.min((part + 1L) * size, length);
            int[][] blocks = new int[arrays.length][Math.min(BLOCK, to - part * size)];
            for (int at = part * size; at < to; at += BLOCK) {
              int count = Math.min(BLOCK, to - at);
              for (int i = 0; i < last; i++) {
                sources[i].read(at, blocks[i], count);
              }
              body.run(blocks, count);
              memory.put((int) out.offset() + at, blocks[last], 0, count);
            }
          });
    } finally {
      Reference.reachabilityFence(arrays); // a buffer does not keep its memory alive
    }
  }

  private static Source source(INDArray x, int length) {
    int begin = (int) x.offset();
    if (x.dataType() == DataType.BOOL) {
      ByteBuffer truths = new BytePointer(memory(x)).capacity(begin + x.length()).asBuffer();
      return (at, block, count) -> readTruths(truths, begin + at, block, count);
    }
    IntBuffer bits = bits(x);
    if (x.length() == 1 && length > 1) {
      int one = bits.get(begin);
      return (at, block, count) -> Arrays.fill(block, 0, count, one);
    }
    return (at, block, count) -> bits.get(begin + at, block, 0, count);
  }

  private static void readTruths(ByteBuffer truths, int begin, int[] block, int count) {
    byte[] bytes = new byte[count];
    truths.get(begin, bytes);
    for (int i = 0; i < count; i++) {
      block[i] = -bytes[i]; // true is 1
    }
  }

  private static IntBuffer bits(INDArray x) {
    return new IntPointer(memory(x)).capacity(x.offset() + x.length()).asBuffer();
  }

  private static Pointer memory(INDArray x) {
    return x.data().pointer();
  }
}
