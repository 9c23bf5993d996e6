package ai.miniai.tensor;

import ai.miniai.array.Shapes;
import ai.miniai.histogram.Bins;
import ai.miniai.kernels.ConstantUnits;
import ai.miniai.kernels.Kernels;
import ai.miniai.kernels.histogram.CpuDistribution;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The one gateway by which values reach the Java heap. On an accelerator every read waits for the
 * device, so reads are counted, and {@link #later} gathers many into one.
 */
public final class Host {
  private static final AtomicLong READS = new AtomicLong();

  private Host() {}

  /** The number of reads since the program began. Each waits for the device once. */
  public static long reads() {
    return READS.get();
  }

  /** Reads the values now, in logical order (the last dimension varies fastest). */
  public static double[] read(Tensor tensor) {
    READS.incrementAndGet();
    return Kernels.current().read(tensor.live());
  }

  /** As {@link #read}, in whole numbers: also those beyond 2⁵³, which float64 cannot hold. */
  public static long[] readLongs(Tensor tensor) {
    READS.incrementAndGet();
    return Kernels.current().readLongs(tensor.live());
  }

  /** As {@link #read}, in float32: without the way through float64, a quarter of the time. */
  public static float[] readFloats(Tensor tensor) {
    READS.incrementAndGet();
    return Kernels.current().readFloats(tensor.live());
  }

  /**
   * Asks for the values of {@code tensor}, to be read together with all others asked for in the
   * same {@link MemoryScope}: when the first of them is looked at, at the latest when the scope
   * closes. A tensor of the scope must not be changed in between; one from outside, such as a
   * parameter, is copied.
   */
  public static Deferred later(Tensor tensor) {
    MemoryScope scope = MemoryScope.current();
    boolean scoped = tensor.storage().isScoped();
    if (scope == null && scoped) { // nobody would read it when its own scope closes
      return new Deferred(read(tensor));
    }
    List<Deferred> together = scope == null ? new ArrayList<>() : scope.deferred();
    Tensor fixed = scoped ? tensor : Tensor.made(tensor.live().dup());
    Deferred deferred = new Deferred(fixed, together);
    together.add(deferred);
    return deferred;
  }

  /**
   * Asks for {@link Tensor#distribution} of {@code tensor} in the same way, as it is now. Where the
   * host can read the memory itself it does so at once, while the values are near.
   */
  public static Deferred later(Tensor tensor, Bins bins) {
    return Kernels.current().readMemory()
        ? atOnce(tensor, array -> CpuDistribution.summary(array, bins))
        : later(tensor.distribution(bins));
  }

  /** Asks for {@link Tensor#constant} of {@code tensor} in the same way. */
  public static Deferred laterConstant(Tensor tensor, int dim) {
    return Kernels.current().readMemory()
        ? atOnce(tensor, x -> ConstantUnits.onHost(x, Shapes.dim(dim, x.rank())))
        : later(tensor.constant(dim));
  }

  private static Deferred atOnce(Tensor tensor, Function<INDArray, double[]> numbers) {
    tensor.checkDistribution();
    return new Deferred(numbers.apply(tensor.readable().live()));
  }

  /** Resolves everything in {@code queue} with one read, and empties it. */
  static void readAll(List<Deferred> queue) {
    if (queue.isEmpty()) {
      return;
    }
    READS.incrementAndGet();
    List<Deferred> wanted = List.copyOf(queue);
    queue.clear();
    List<double[]> values = Kernels.current().read(wanted.stream().map(Deferred::array).toList());
    for (int i = 0; i < values.size(); i++) {
      wanted.get(i).resolve(values.get(i));
    }
  }
}
