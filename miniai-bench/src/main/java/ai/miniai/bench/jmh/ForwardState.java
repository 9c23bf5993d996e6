package ai.miniai.bench.jmh;

import static java.util.Objects.requireNonNull;

import ai.miniai.tensor.MemoryScope;
import ai.miniai.tensor.Tensor;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** An untimed forward pass, with a gradient for its output. */
@State(Scope.Thread)
public class ForwardState {
  private @Nullable MemoryScope scope;
  private @Nullable Tensor output;
  private @Nullable Tensor gradient;

  /**
   * Runs the forward pass; it takes long enough that the overhead of timing each call does not
   * matter.
   */
  @Setup(Level.Invocation)
  public void forward(KernelState state) {
    Tensor arriving = gradient;
    scope = MemoryScope.open();
    Tensor result = state.forward();
    output = result;
    if (arriving == null) {
      gradient = MemoryScope.outside(() -> like(result));
    }
  }

  private static Tensor like(Tensor x) {
    return x.rank() == 4 ? Kernel.images((int) x.size(2), (int) x.size(1)) : Tensor.ones(x.shape());
  }

  void backward() {
    requireNonNull(output).backward(requireNonNull(gradient));
  }

  /** Releases the memory. */
  @TearDown(Level.Invocation)
  public void close() {
    requireNonNull(scope).close();
  }
}
