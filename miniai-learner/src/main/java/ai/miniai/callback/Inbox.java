package ai.miniai.callback;

import ai.miniai.tensor.Deferred;
import ai.miniai.tensor.Host;
import ai.miniai.tensor.Tensor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Passes on the values of a tensor of each batch when they have been read with all others. */
final class Inbox {
  private final Consumer<double[]> receiver;
  private @Nullable Deferred pending;

  Inbox(Consumer<double[]> receiver) {
    this.receiver = receiver;
  }

  /** Passes on what is there, and asks for these. */
  void put(Tensor values) {
    settle();
    pending = Host.later(values);
  }

  /** Passes on what is there. */
  void settle() {
    Deferred values = pending;
    if (values != null) {
      pending = null;
      receiver.accept(values.values());
    }
  }

  /** Forgets what is there. */
  void clear() {
    pending = null;
  }
}
