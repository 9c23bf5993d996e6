package ai.miniai.metric;

import ai.miniai.tensor.Deferred;
import ai.miniai.tensor.Host;
import ai.miniai.tensor.Tensor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Passes on the values of a tensor of each batch when they have been read with all others. */
public final class Inbox {
  private final Consumer<double[]> receiver;
  private @Nullable Deferred pending;

  /** {@code receiver} gets the values of each tensor, in order. */
  public Inbox(Consumer<double[]> receiver) {
    this.receiver = receiver;
  }

  /** Passes on what is there, and asks for these. */
  public void put(Tensor values) {
    settle();
    pending = Host.later(values);
  }

  /** Passes on what is there. */
  public void settle() {
    Deferred values = pending;
    if (values != null) {
      pending = null;
      receiver.accept(values.values());
    }
  }

  /** Forgets what is there. */
  public void clear() {
    pending = null;
  }
}
