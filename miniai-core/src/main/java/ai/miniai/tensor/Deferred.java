package ai.miniai.tensor;

import static com.google.common.base.Preconditions.checkState;
import static java.util.Objects.requireNonNull;

import ai.miniai.array.Shapes;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A value on the device that the host will need soon. The first access reads all values that were
 * requested with {@link Host#later} in the same memory scope, in one transfer.
 */
public final class Deferred {
  private final List<Deferred> together;
  private @Nullable Tensor tensor;
  private int version;
  private double[] values = {};

  /**
   * {@code together} is the queue of all values that are read in the same transfer, including this
   * one.
   */
  Deferred(Tensor tensor, List<Deferred> together) {
    this.tensor = tensor;
    this.version = tensor.storage().save();
    this.together = together;
  }

  /** A value that is already known. */
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

  /** Whether the values have not been read yet. */
  boolean isWaiting() {
    return tensor != null;
  }

  /** The array that has not been read yet. */
  INDArray array() {
    Tensor waiting = requireNonNull(tensor, "read already");
    INDArray array = waiting.live();
    int now = waiting.storage().version();
    checkState(
        now == version,
        "a tensor of shape %s was changed in place after Host.later had asked for its values (it is"
            + " at version %s, expected %s): ask after the change, or for those of a copy (detach())",
        Shapes.text(waiting.shape()),
        now,
        version);
    return array;
  }

  void resolve(double[] read) {
    values = read;
    tensor = null;
  }
}
