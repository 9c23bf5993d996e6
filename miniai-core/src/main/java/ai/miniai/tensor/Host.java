package ai.miniai.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

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
    return values(tensor.live());
  }

  /** As {@link #read}, in whole numbers: also those beyond 2⁵³, which float64 cannot hold. */
  public static long[] readLongs(Tensor tensor) {
    READS.incrementAndGet();
    INDArray array = Layout.contiguous(tensor.live());
    return array.isEmpty()
        ? new long[0]
        : array.reshape(array.length()).castTo(DataType.INT64).toLongVector();
  }

  /** As {@link #read}, in float32: without the way through float64, a quarter of the time. */
  public static float[] readFloats(Tensor tensor) {
    READS.incrementAndGet();
    INDArray array = Layout.contiguous(tensor.live());
    if (array.isEmpty()) {
      return new float[0];
    }
    return Kernels.current().readMemory() && array.dataType() == DataType.FLOAT
        ? CpuMemory.readFloats(array)
        : array.reshape(array.length()).castTo(DataType.FLOAT).toFloatVector();
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
    List<Deferred> onDevice = new ArrayList<>();
    for (Deferred deferred : wanted) {
      if (isReadable(deferred.array()) || deferred.array().isEmpty()) {
        deferred.resolve(values(deferred.array()));
      } else {
        onDevice.add(deferred);
      }
    }
    if (!onDevice.isEmpty()) {
      transfer(onDevice);
    }
  }

  private static void transfer(List<Deferred> wanted) {
    INDArray[] parts =
        wanted.stream().map(deferred -> doubles(deferred.array())).toArray(INDArray[]::new);
    double[] all = values(parts.length == 1 ? parts[0] : Nd4j.concat(0, parts));
    int from = 0;
    for (int i = 0; i < parts.length; i++) {
      int to = from + Math.toIntExact(parts[i].length());
      wanted.get(i).resolve(Arrays.copyOfRange(all, from, to));
      from = to;
    }
  }

  private static INDArray doubles(INDArray array) {
    INDArray flat = Layout.contiguous(array).reshape(array.length());
    return flat.dataType() == DataType.DOUBLE ? flat : flat.castTo(DataType.DOUBLE);
  }

  private static boolean isReadable(INDArray array) {
    return Kernels.current().readMemory() && Promotion.isPlain(array.dataType());
  }

  static double[] values(INDArray array) {
    if (array.isEmpty()) {
      return new double[0];
    }
    return isReadable(array)
        ? CpuMemory.read(Layout.contiguous(array))
        : doubles(array).toDoubleVector();
  }
}
