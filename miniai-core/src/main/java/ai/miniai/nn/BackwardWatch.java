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
 * Waits for the gradients at both ends of one forward pass of a module, by operations around the
 * pass that change nothing.
 *
 * <p>A backward pass runs operations in the reverse order of their making. The one at the output
 * therefore comes first; one that is made before all others comes last, when everything in the
 * module has run and no gradient of an input is still to come.
 */
final class BackwardWatch {
  private final BiConsumer<List<Optional<Tensor>>, Tensor> whenKnown;
  private final List<Optional<Tensor>> inputGradients = new ArrayList<>();
  private final Tensor last = new Last().apply(Tensor.scalar(0).requiresGrad(true));
  private Optional<Tensor> outputGradient = Optional.empty();

  BackwardWatch(BiConsumer<List<Optional<Tensor>>, Tensor> whenKnown) {
    this.whenKnown = whenKnown;
  }

  /** {@code output}, whose gradient is shown when it is known, before it goes on. */
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

  /** The first of its inputs, whose gradient it shows; others only have to wait for it. */
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
        give(1, saved(1)); // any value will do: it wakes the operation and goes no further
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
