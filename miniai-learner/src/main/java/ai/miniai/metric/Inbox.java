package ai.miniai.metric;

import ai.miniai.tensor.Deferred;
import ai.miniai.tensor.Host;
import ai.miniai.tensor.Tensor;
import java.util.function.Consumer;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Reads the values of one tensor per batch without waiting for the device: it passes them on when
 * those of the next batch come.
 */
@API(status = API.Status.INTERNAL)
public final class Inbox {
  private final Consumer<double[]> receiver;
  private @Nullable Deferred pending;

  /** {@code receiver} gets the values of each tensor, in order. */
  public Inbox(Consumer<double[]> receiver) {
    this.receiver = receiver;
  }

  /** Passes on the values of the tensor before, and requests these. */
  public void put(Tensor values) {
    settle();
    pending = Host.later(values);
  }

  /** Passes on the requested values now. */
  public void settle() {
    Deferred values = pending;
    if (values != null) {
      pending = null;
      receiver.accept(values.values());
    }
  }

  /** Drops the requested values. */
  public void clear() {
    pending = null;
  }
}
