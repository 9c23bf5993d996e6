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
 * The only way for tensor values to reach the Java heap. On a GPU every read waits for the device,
 * so reads are counted, and {@link #later} combines many reads into one.
 */
public final class Host {
  private static final AtomicLong READS = new AtomicLong();

  private Host() {}

  /** The number of reads since the program started. Each read waits for the device once. */
  public static long reads() {
    return READS.get();
  }

  /** Reads the values immediately, in logical order (the last dimension varies fastest). */
  public static double[] read(Tensor tensor) {
    READS.incrementAndGet();
    return Kernels.current().read(tensor.live());
  }

  /**
   * Like {@link #read}, as integers. Values beyond 2⁵³, which float64 cannot represent, are exact
   * too.
   */
  public static long[] readLongs(Tensor tensor) {
    READS.incrementAndGet();
    return Kernels.current().readLongs(tensor.live());
  }

  /**
   * Like {@link #read}, as float32. Without the conversion to float64 this takes a quarter of the
   * time.
   */
  public static float[] readFloats(Tensor tensor) {
    READS.incrementAndGet();
    return Kernels.current().readFloats(tensor.live());
  }

  /**
   * Requests the values of {@code tensor}. All values requested in the same {@link MemoryScope} are
   * read together, when the first of them is accessed or when the scope closes. A tensor created in
   * a scope must not be changed in place before that. A tensor from outside, such as a parameter,
   * is copied.
   */
  public static Deferred later(Tensor tensor) {
    MemoryScope scope = MemoryScope.current();
    boolean scoped = tensor.storage().isScoped();
    if (scope == null && scoped) { // nothing would read it when its own scope closes
      return new Deferred(read(tensor));
    }
    List<Deferred> together = scope == null ? new ArrayList<>() : scope.deferred();
    Tensor fixed = scoped ? tensor : Tensor.made(tensor.live().dup());
    Deferred deferred = new Deferred(fixed, together);
    together.add(deferred);
    return deferred;
  }

  /**
   * Requests {@link Tensor#distribution} of the current values of {@code tensor} in the same way.
   * If the host can read the memory directly, the result is computed immediately, while the values
   * are still in the cache.
   */
  public static Deferred later(Tensor tensor, Bins bins) {
    return Kernels.current().readMemory()
        ? atOnce(tensor, array -> CpuDistribution.summary(array, bins))
        : later(tensor.distribution(bins));
  }

  /** Requests {@link Tensor#constant} of {@code tensor} in the same way. */
  public static Deferred laterConstant(Tensor tensor, int dim) {
    return Kernels.current().readMemory()
        ? atOnce(tensor, x -> ConstantUnits.onHost(x, Shapes.dim(dim, x.rank())))
        : later(tensor.constant(dim));
  }

  private static Deferred atOnce(Tensor tensor, Function<INDArray, double[]> numbers) {
    tensor.checkDistribution();
    return new Deferred(numbers.apply(tensor.readable().live()));
  }

  /** Reads all values in {@code queue} in one transfer, and empties the queue. */
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
