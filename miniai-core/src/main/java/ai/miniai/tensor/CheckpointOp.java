package ai.miniai.tensor;

import ai.miniai.random.Seed;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A function whose intermediate results are not kept for the backward pass, which computes them
 * again from the inputs. The first operands are the inputs; the others are the parameters that the
 * function uses: the repeated computation adds to their gradients itself.
 */
final class CheckpointOp extends Operation {
  private final Function<List<Tensor>, Tensor> function;
  private final int inputs;
  private Seed.State random = Seed.state();

  CheckpointOp(Function<List<Tensor>, Tensor> function, int inputs) {
    this.function = function;
    this.inputs = inputs;
  }

  @Override
  protected INDArray forward(INDArray... operands) {
    random = Seed.state();
    save(Arrays.copyOf(operands, inputs));
    List<Tensor> given = Arrays.stream(operands).limit(inputs).map(Tensor::made).toList();
    try (MemoryScope inner = MemoryScope.open()) {
      Tensor result = Autograd.noGrad(() -> function.apply(given));
      return inner.copyToParent(result.live());
    }
  }

  @Override
  protected void backward(INDArray gradient) {
    Seed.State now = Seed.state();
    Seed.restore(random);
    try (MemoryScope inner = MemoryScope.open()) {
      Tensor start = Tensor.made(gradient);
      Tensor result = Autograd.again(() -> function.apply(leaves(inner)));
      if (result.requiresGrad()) {
        result.backward(start);
      }
    } finally {
      Seed.restore(now);
    }
  }

  /** The inputs, which pass on their gradients. */
  private List<Tensor> leaves(MemoryScope inner) {
    Tensor[] leaves = new Tensor[inputs];
    for (int i = 0; i < inputs; i++) {
      Tensor input = Tensor.made(saved(i));
      leaves[i] = needs(i) ? new End(i, inner).apply(input.requiresGrad(true)) : input;
    }
    return List.of(leaves);
  }

  /** Returns its input, whose gradient becomes that of an input of the whole function. */
  private final class End extends Operation {
    private final int index;
    private final MemoryScope inner;

    End(int index, MemoryScope inner) {
      this.index = index;
      this.inner = inner;
    }

    @Override
    protected INDArray forward(INDArray... operands) {
      return operands[0];
    }

    @Override
    protected void backward(INDArray gradient) {
      CheckpointOp.this.give(index, inner.copyToParent(gradient));
    }
  }
}
