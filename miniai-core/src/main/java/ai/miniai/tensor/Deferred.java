package ai.miniai.tensor;

import static com.google.common.base.Preconditions.checkState;
import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A value on the device that the host will want soon. Asking for it reads, in one transfer,
 * everything that {@link Host#later} was asked for in the same memory scope.
 */
public final class Deferred {
  /**
   * Where the values come from.
   *
   * @param bins if they are the distribution of the array
   * @param work the host's; null if they are the array's values, on a device
   */
  record Source(INDArray array, @Nullable Bins bins, @Nullable Supplier<double[]> work) {
    static Source transferred(INDArray array) {
      return new Source(array, null, null);
    }

    static Source computed(INDArray array, Supplier<double[]> work) {
      return new Source(array, null, work);
    }

    static Source distribution(INDArray array, Bins bins) {
      return new Source(array, bins, () -> CpuDistribution.summary(array, bins));
    }
  }

  private final List<Deferred> together;
  private @Nullable Source source;
  private double[] values = {};
  private long nanos;

  /** {@code together}: the queue of what is read with this one, this one included. */
  Deferred(Source source, List<Deferred> together) {
    this.source = source;
    this.together = together;
  }

  /** The values, in the tensor's logical order (the last dimension varies fastest). */
  public double[] values() {
    return read().clone();
  }

  /** The single value of a tensor with one element. */
  public double item() {
    double[] read = read();
    checkState(read.length == 1, "item() wants one value, but there are %s", read.length);
    return read[0];
  }

  private double[] read() {
    if (source != null) {
      Host.readAll(together);
      checkState(source == null, "this value is lost: the read that was to bring it failed");
    }
    return values;
  }

  /** Reads by the host, if that can. */
  void compute() {
    Supplier<double[]> work = unread().work();
    if (work != null) {
      long begin = System.nanoTime();
      double[] values = work.get();
      resolve(values, System.nanoTime() - begin);
    }
  }

  /**
   * The time for which the host has computed, in nanoseconds; 0 for what is only transferred. What
   * was computed on the way of another operation has that one's time in it.
   */
  public long nanos() {
    return nanos;
  }

  /** Whether the values are still to be read. */
  boolean isWaiting() {
    return source != null;
  }

  /** The array still to be read. */
  INDArray array() {
    return unread().array();
  }

  /** Whether the distribution of {@code x}, which is dense, is wanted and not known yet. */
  boolean isDistributionOf(INDArray x) {
    Source wanted = source;
    return wanted != null
        && wanted.bins() != null
        && wanted.array().data() == x.data()
        && wanted.array().offset() == x.offset()
        && wanted.array().length() == x.length();
  }

  /** The bins of the distribution still to be read. */
  Bins bins() {
    return requireNonNull(unread().bins(), "no distribution");
  }

  void resolve(double[] read) {
    resolve(read, 0);
  }

  /** {@code time}: how long it took to compute, in nanoseconds. */
  void resolve(double[] read, long time) {
    values = read;
    nanos = time;
    source = null;
  }

  private Source unread() {
    return requireNonNull(source, "read already");
  }
}
