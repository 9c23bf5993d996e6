package ai.miniai.tensor;

import java.lang.ref.Reference;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Plain Java loops over the memory of float32 arrays that all lie in the same way. Memory is
 * brought to the heap in blocks that fit the nearest cache, since that is where the compiler makes
 * good loops. Large arrays are shared between threads in parts that do not depend on the number of
 * threads: results are the same to the bit.
 */
final class FloatBlocks {
  /** The blocks that one thread takes at a time. */
  private static final int BLOCKS_IN_PART = 64;

  /** Computes with the first {@code length} values of a block of each array. */
  @FunctionalInterface
  interface Body {
    void run(float[][] blocks, int length);
  }

  /** What a {@link #reduce} gathers: of a part first, then of the whole. */
  interface Gatherer<G> {
    void add(float[][] blocks, int length);

    /** Called when the part has been gone through. */
    void finish();

    /** Adds what {@code later}, of the part behind, has gathered. */
    void merge(G later);
  }

  private final INDArray[] arrays;
  private final FloatBuffer[] memory;
  private final int length;
  private final int block;

  private FloatBlocks(int row, INDArray... arrays) {
    this.arrays = arrays;
    this.memory = Arrays.stream(arrays).map(x -> x.data().asNioFloat()).toArray(FloatBuffer[]::new);
    this.length = Math.toIntExact(arrays[0].length());
    this.block = Lanes.count(row);
  }

  /** Whether these arrays can be read so. */
  static boolean canRead(INDArray... arrays) {
    return Arrays.stream(arrays)
        .allMatch(
            x ->
                x.dataType() == DataType.FLOAT
                    && !x.isEmpty()
                    && x.offset() + x.length() <= Integer.MAX_VALUE);
  }

  /** Blocks of arrays of the same shape, dense and of the same layout. */
  static FloatBlocks of(INDArray... arrays) {
    return new FloatBlocks(1, arrays);
  }

  /** Blocks of whole rows of row-major arrays [rows, columns]. */
  static FloatBlocks ofRows(INDArray... arrays) {
    return new FloatBlocks(Math.toIntExact(arrays[0].size(1)), arrays);
  }

  /** Runs {@code body} on each block, and writes back what it leaves in the last array's. */
  void write(Body body) {
    int last = memory.length - 1;
    forEachPart(
        (from, to) -> {
          float[][] blocks = new float[memory.length][Math.min(block, to - from)];
          for (int at = from; at < to; at += block) {
            int count = read(blocks, at, to, last);
            body.run(blocks, count);
            memory[last].put(offset(last) + at, blocks[last], 0, count);
          }
          return from;
        });
  }

  /** Has each part gathered, and merges them in the order of memory. */
  <G extends Gatherer<G>> G reduce(Supplier<G> gatherer) {
    List<G> parts =
        forEachPart(
            (from, to) -> {
              G part = gatherer.get();
              float[][] blocks = new float[memory.length][Math.min(block, to - from)];
              for (int at = from; at < to; at += block) {
                part.add(blocks, read(blocks, at, to, memory.length));
              }
              part.finish();
              return part;
            });
    G whole = parts.get(0);
    parts.subList(1, parts.size()).forEach(whole::merge);
    return whole;
  }

  private interface Part<T> {
    T run(int from, int to);
  }

  private <T> List<T> forEachPart(Part<T> part) {
    int size = block * BLOCKS_IN_PART;
    int parts = (length - 1) / size + 1;
    try {
      return IntStream.range(0, parts)
          .parallel()
          .mapToObj(i -> part.run(i * size, (int) Math.min((i + 1L) * size, length)))
          .toList();
    } finally {
      Reference.reachabilityFence(arrays); // the buffers do not keep their memory
    }
  }

  /** Reads the blocks at {@code at} of the first {@code count} arrays. */
  private int read(float[][] blocks, int at, int to, int count) {
    int size = Math.min(block, to - at);
    for (int i = 0; i < count; i++) {
      memory[i].get(offset(i) + at, blocks[i], 0, size);
    }
    return size;
  }

  private int offset(int i) {
    return (int) arrays[i].offset();
  }
}
