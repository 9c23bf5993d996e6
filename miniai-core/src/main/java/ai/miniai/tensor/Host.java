package ai.miniai.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
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
    return values(tensor.array());
  }

  /**
   * Asks for the values of {@code tensor}, to be read together with all others asked for in the
   * same {@link MemoryScope}: when the first of them is looked at, at the latest when the scope
   * closes. The tensor must not be changed in between.
   */
  public static Deferred later(Tensor tensor) {
    INDArray array = tensor.array();
    return Kernels.current().readMemory() && array.dataType().isFPType()
        ? enqueue(Deferred.Source.computed(() -> values(array)))
        : enqueue(Deferred.Source.transferred(array));
  }

  /**
   * Asks for {@link Tensor#distribution} of {@code tensor} in the same way. Where the host can read
   * the memory itself, the distributions of a whole step are computed at once, by all threads.
   */
  public static Deferred later(Tensor tensor, Bins bins) {
    if (!Kernels.current().readMemory()) {
      return later(tensor.distribution(bins));
    }
    tensor.checkDistribution();
    INDArray array = tensor.array();
    return enqueue(Deferred.Source.computed(() -> CpuDistribution.summary(array, bins)));
  }

  /** Asks for {@link Tensor#constant} of {@code tensor} in the same way. */
  public static Deferred laterConstant(Tensor tensor, int dim) {
    if (!Kernels.current().readMemory()) {
      return later(tensor.constant(dim));
    }
    tensor.checkDistribution();
    INDArray array = tensor.array();
    int d = Shapes.dim(dim, array.rank());
    return enqueue(Deferred.Source.computed(() -> ConstantUnits.onHost(array, d)));
  }

  private static Deferred enqueue(Deferred.Source source) {
    MemoryScope scope = MemoryScope.current();
    List<Deferred> together = scope == null ? new ArrayList<>() : scope.deferred();
    Deferred deferred = new Deferred(source, together);
    together.add(deferred);
    return deferred;
  }

  /** Resolves everything in {@code queue} with one read, and empties it. */
  static void readAll(List<Deferred> queue) {
    if (queue.isEmpty()) {
      return;
    }
    READS.incrementAndGet();
    List<Deferred> wanted = List.copyOf(queue);
    queue.clear();
    long begin = System.nanoTime();
    wanted.parallelStream().forEach(Deferred::compute);
    Deferred.share(System.nanoTime() - begin, wanted);
    List<Deferred> onDevice = wanted.stream().filter(Deferred::isOnDevice).toList();
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

  private static double[] values(INDArray array) {
    return Kernels.current().readMemory() && array.dataType().isFPType()
        ? CpuMemory.read(Layout.contiguous(array))
        : doubles(array).toDoubleVector();
  }
}
