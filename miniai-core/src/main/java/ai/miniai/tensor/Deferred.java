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
  private final List<Deferred> together;
  private @Nullable INDArray array;
  private double[] values = {};

  /** {@code together}: the queue of what is read with this one, this one included. */
  Deferred(INDArray array, List<Deferred> together) {
    this.array = array;
    this.together = together;
  }

  /** What is known already. */
  Deferred(double... values) {
    this.together = List.of();
    this.values = values;
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
    if (isWaiting()) {
      Host.readAll(together);
      checkState(!isWaiting(), "this value is lost: the read that was to bring it failed");
    }
    return values;
  }

  /** Whether the values are still to be read. */
  boolean isWaiting() {
    return array != null;
  }

  /** The array still to be read. */
  INDArray array() {
    return requireNonNull(array, "read already");
  }

  void resolve(double[] read) {
    values = read;
    array = null;
  }
}
