package ai.miniai.nn;

import ai.miniai.tensor.Operation;
import ai.miniai.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Waits for the gradients at both ends of one forward pass of a module. Operations that change
 * nothing are put around the pass; they tell when the gradient comes by.
 */
final class BackwardWatch {
  private final BiConsumer<List<Optional<Tensor>>, Tensor> whenKnown;
  private final List<Optional<Tensor>> inputGradients;
  private int awaited;
  private @Nullable Tensor outputGradient;

  BackwardWatch(int inputs, BiConsumer<List<Optional<Tensor>>, Tensor> whenKnown) {
    this.whenKnown = whenKnown;
    this.inputGradients = new ArrayList<>(Collections.nCopies(inputs, Optional.empty()));
  }

  Tensor[] inputs(Tensor... inputs) {
    Tensor[] watched = inputs.clone();
    for (int i = 0; i < inputs.length; i++) {
      if (inputs[i].requiresGrad()) {
        int index = i;
        awaited++;
        watched[i] =
            new Passing(
                    gradient -> {
                      inputGradients.set(index, Optional.of(gradient));
                      awaited--;
                      tellWhenKnown();
                    })
                .apply(inputs[i]);
      }
    }
    return watched;
  }

  Tensor output(Tensor output) {
    return new Passing(
            gradient -> {
              outputGradient = gradient;
              tellWhenKnown();
            })
        .apply(output);
  }

  private void tellWhenKnown() {
    Tensor gradient = outputGradient;
    if (gradient != null && awaited == 0) {
      whenKnown.accept(Collections.unmodifiableList(inputGradients), gradient);
    }
  }

  /** The identity, which shows the gradient that passes through it. */
  private static final class Passing extends Operation {
    private final Consumer<Tensor> show;

    Passing(Consumer<Tensor> show) {
      this.show = show;
    }

    @Override
    protected INDArray forward(INDArray... inputs) {
      return inputs[0];
    }

    @Override
    protected void backward(INDArray gradient) {
      show.accept(Tensor.wrap(gradient));
      give(0, gradient);
    }
  }
}
