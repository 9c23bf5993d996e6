package ai.miniai.kernels.onednn;

import ai.miniai.array.Team;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongFunction;
import java.util.function.ObjLongConsumer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Long arrays of one layout, processed in blocks of equal length; the last one may be shorter. Each
 * thread processes some blocks, one after the other, with primitives of its own.
 *
 * @param <B> what processes a block, made for its length
 */
final class OneDnnBlocks<B> {
  /** The number of values in a cache line. */
  private static final int LINE = 16;

  private final long block;
  private final List<Part<B>> parts = new ArrayList<>();

  /**
   * Blocks of at most {@code most} values, a multiple of 16; at least one for each thread. For
   * functions of single values: results of others would differ with the number of threads.
   */
  static <B> OneDnnBlocks<B> atMost(long length, int most, LongFunction<B> maker) {
    long lines = (length - 1) / LINE + 1;
    return new OneDnnBlocks<>(length, Math.min(most, ((lines - 1) / Team.SIZE + 1) * LINE), maker);
  }

  OneDnnBlocks(long length, long block, LongFunction<B> maker) {
    this.block = block;
    long blocks = (length - 1) / block + 1;
    long count = Math.min(Team.SIZE, blocks);
    OneDnn.alone(
        () -> {
          for (long i = 0; i < count; i++) {
            long from = blocks * i / count * block;
            long to = Math.min(blocks * (i + 1) / count * block, length);
            B whole = maker.apply(block);
            long rest = (to - from) % block;
            parts.add(new Part<>(from, to, whole, rest == 0 ? whole : maker.apply(rest)));
          }
        });
  }

  /** The values from {@code from} to before {@code to}, which one thread processes. */
  private record Part<B>(long from, long to, B whole, B last) {}

  /** Calls {@code use} with the number of values before each block; see {@link OneDnn#share}. */
  void run(ObjLongConsumer<B> use, INDArray... held) {
    OneDnn.share(
        parts.size(),
        i -> {
          Part<B> part = parts.get(i);
          for (long at = part.from; at < part.to; at += block) {
            use.accept(at + block <= part.to ? part.whole : part.last, at);
          }
        },
        held);
  }

  /** What is done with a block, and whether it succeeded. */
  @FunctionalInterface
  interface Attempt<B> {
    boolean succeeds(B block, long at);
  }

  /** Like {@link #run}. Returns whether all attempts have succeeded. */
  boolean succeed(Attempt<B> attempt, INDArray... held) {
    AtomicBoolean all = new AtomicBoolean(true);
    run(
        (block, at) -> {
          if (!attempt.succeeds(block, at)) {
            all.set(false);
          }
        },
        held);
    return all.get();
  }
}
