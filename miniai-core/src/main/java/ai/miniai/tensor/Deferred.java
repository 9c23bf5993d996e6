package ai.miniai.tensor;

import static com.google.common.base.Preconditions.checkState;
import static java.util.Objects.requireNonNull;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A value on the device that the host will want soon. Asking for it reads, in one transfer,
 * everything that {@link Host#later} was asked for in the same memory scope.
 */
public final class Deferred {
  /**
   * What is to be read.
   *
   * @param bins of the distribution, if that is wanted instead of the values
   * @param byHost whether the host reads the memory itself, and need not wait for the device
   */
  record Source(INDArray array, @Nullable Bins bins, boolean byHost) {}

  private final List<Deferred> together;
  private @Nullable Source source;
  private double[] values = {};

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
    Source wanted = unread();
    if (wanted.byHost()) {
      Bins bins = wanted.bins();
      resolve(
          bins == null
              ? Host.values(wanted.array())
              : CpuDistribution.summary(wanted.array(), bins));
    }
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
    values = read;
    source = null;
  }

  private Source unread() {
    return requireNonNull(source, "read already");
  }
}
