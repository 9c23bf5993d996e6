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
  /** Where the values come from: an array on the device, or work for the host. */
  record Source(@Nullable INDArray array, @Nullable Supplier<double[]> work) {
    static Source transferred(INDArray array) {
      return new Source(array, null);
    }

    static Source computed(Supplier<double[]> work) {
      return new Source(null, work);
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

  /** Does the host's work, if there is any. */
  void compute() {
    Supplier<double[]> work = unread().work();
    if (work != null) {
      long begin = System.nanoTime();
      resolve(work.get());
      nanos = System.nanoTime() - begin;
    }
  }

  /**
   * Shares the time that all of {@code together} took among them. What each has measured is more
   * than that where threads worked side by side, or waited for each other.
   */
  static void share(long elapsed, List<Deferred> together) {
    double measured = together.stream().mapToDouble(one -> one.nanos).sum();
    if (measured > 0) {
      together.forEach(one -> one.nanos = Math.round(one.nanos * (elapsed / measured)));
    }
  }

  /**
   * Its share of the time for which the host has computed, in nanoseconds; 0 for what is only
   * transferred.
   */
  public long nanos() {
    return nanos;
  }

  /** Whether the values are still to be read from the device. */
  boolean isOnDevice() {
    return source != null;
  }

  /** The array still to be read. */
  INDArray array() {
    return requireNonNull(unread().array(), "no array");
  }

  void resolve(double[] read) {
    values = read;
    source = null;
  }

  private Source unread() {
    return requireNonNull(source, "read already");
  }
}
