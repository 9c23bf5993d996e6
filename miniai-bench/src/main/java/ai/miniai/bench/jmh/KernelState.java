package ai.miniai.bench.jmh;

import ai.miniai.tensor.Tensor;
import java.util.function.Function;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The operation to be timed, and its input. */
@State(Scope.Thread)
public class KernelState {
  /** The operation; all of them, unless {@code -p kernel=RELU} selects one. */
  @Param public Kernel kernel = Kernel.RELU;

  private Tensor input = Tensor.scalar(0);
  private Function<Tensor, Tensor> operation = Function.identity();

  /** Creates input and weights at random. */
  @Setup
  public void prepare() {
    input = kernel.input();
    operation = kernel.operation();
  }

  Tensor forward() {
    return operation.apply(new GradientEnd().apply(input));
  }
}
