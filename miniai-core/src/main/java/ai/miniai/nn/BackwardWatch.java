package ai.miniai.nn;

import ai.miniai.tensor.Operation;
import ai.miniai.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Captures the gradients of the inputs and of the output of one forward pass of a module. It adds
 * identity operations before and after the pass.
 *
 * <p>A backward pass runs operations in the reverse order of their creation. The operation at the
 * output therefore runs first. An operation created before all others runs last: then everything in
 * the module has run, and no more gradients of inputs will follow.
 */
final class BackwardWatch {
  private final BiConsumer<List<Optional<Tensor>>, Tensor> whenKnown;
  private final List<Optional<Tensor>> inputGradients = new ArrayList<>();
  private final Tensor last = new Last().apply(Tensor.scalar(0).requiresGrad(true));
  private Optional<Tensor> outputGradient = Optional.empty();

  BackwardWatch(BiConsumer<List<Optional<Tensor>>, Tensor> whenKnown) {
    this.whenKnown = whenKnown;
  }

  /**
   * Returns {@code output}; its gradient is passed to {@code show} as soon as it is known, before
   * the backward pass continues.
   */
  static Tensor announced(Tensor output, Consumer<Tensor> show) {
    return output.requiresGrad() ? new Passing(show).apply(output) : output;
  }

  Tensor[] inputs(Tensor... inputs) {
    Tensor[] watched = inputs.clone();
    for (int i = 0; i < inputs.length; i++) {
      int index = i;
      inputGradients.add(Optional.empty());
      if (inputs[i].requiresGrad()) {
        watched[i] =
            new Passing(gradient -> inputGradients.set(index, Optional.of(gradient)))
                .apply(inputs[i]);
      }
    }
    return watched;
  }

  Tensor output(Tensor output) {
    return output.requiresGrad()
        ? new Passing(gradient -> outputGradient = Optional.of(gradient)).apply(output, last)
        : output;
  }

  /**
   * Returns its first input and passes the gradient to {@code show}; further inputs only have to
   * run later in the backward pass.
   */
  private static final class Passing extends Operation {
    private final Consumer<Tensor> show;

    Passing(Consumer<Tensor> show) {
      this.show = show;
    }

    @Override
    protected INDArray forward(INDArray... inputs) {
      save(inputs);
      return inputs[0];
    }

    @Override
    protected void backward(INDArray gradient) {
      show.accept(Tensor.wrap(gradient));
      give(0, gradient);
      if (inputCount() > 1) {
        give(
            1,
            saved(
                1)); // any value will do: it only makes that operation run, and is used no further
      }
    }
  }

  private final class Last extends Operation {
    @Override
    protected INDArray forward(INDArray... inputs) {
      return inputs[0];
    }

    @Override
    protected void backward(INDArray gradient) {
      whenKnown.accept(Collections.unmodifiableList(inputGradients), outputGradient.orElseThrow());
    }
  }
}
