package ai.miniai.nn;

import ai.miniai.tensor.Operation;
import ai.miniai.tensor.Tensor;
import com.google.common.collect.ImmutableMap;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Captures the gradients of the inputs and of the outputs of one forward pass of a module, and
 * replaces those of the inputs. It adds identity operations before and after the pass.
 *
 * <p>A backward pass runs operations in the reverse order of their creation. The operations at the
 * outputs therefore run first, and those at the inputs after the module. An operation created
 * before all of these runs last: then everything in the module has run, and no more gradients of
 * inputs will follow. Still before it, so that they run later, come the operations that pass the
 * gradients of the inputs on.
 */
final class BackwardWatch {
  /** Gets the gradients as soon as all are known, and returns those to pass on for the inputs. */
  @FunctionalInterface
  interface Known {
    List<Optional<Tensor>> accept(List<Optional<Tensor>> inputs, Map<String, Tensor> outputs);
  }

  private final Known whenKnown;
  private final Map<String, Tensor> outputGradients = new LinkedHashMap<>();
  private List<Optional<Tensor>> inputGradients = new ArrayList<>();

  BackwardWatch(Known whenKnown) {
    this.whenKnown = whenKnown;
  }

  /** A forward pass. */
  @FunctionalInterface
  interface Pass {
    Outputs run(Tensor... inputs);
  }

  /** Returns {@code output}; its gradient is replaced by what {@code replace} returns. */
  static Tensor announced(Tensor output, UnaryOperator<Tensor> replace) {
    return output.requiresGrad() ? new Passing(replace).apply(output) : output;
  }

  /** Runs {@code pass} on {@code inputs} between the operations of this watch. */
  Outputs run(Pass pass, Tensor... inputs) {
    Tensor[] watched = inputs.clone();
    for (int i = 0; i < inputs.length; i++) {
      int index = i;
      inputGradients.add(Optional.empty());
      watched[i] = announced(inputs[i], computed -> inputGradients.get(index).orElse(computed));
    }
    Tensor last = new Last().apply(Tensor.scalar(0).requiresGrad(true));
    for (int i = 0; i < inputs.length; i++) {
      int index = i;
      watched[i] =
          announced(
              watched[i],
              gradient -> {
                inputGradients.set(index, Optional.of(gradient));
                return gradient;
              });
    }
    return pass.run(watched)
        .map((name, output) -> output.requiresGrad() ? watched(name, output, last) : output);
  }

  private Tensor watched(String name, Tensor output, Tensor last) {
    UnaryOperator<Tensor> note =
        gradient -> {
          outputGradients.put(name, gradient);
          return gradient;
        };
    return new Passing(note).apply(output, last);
  }

  /**
   * Returns its first input and passes on the gradient that {@code replace} returns; further inputs
   * only have to run later in the backward pass.
   */
  private static final class Passing extends Operation {
    private final UnaryOperator<Tensor> replace;

    Passing(UnaryOperator<Tensor> replace) {
      this.replace = replace;
    }

    @Override
    protected INDArray forward(INDArray... inputs) {
      save(inputs);
      return inputs[0];
    }

    @Override
    protected void backward(INDArray gradient) {
      Tensor given = Tensor.wrap(gradient);
      Tensor passed = replace.apply(given);
      give(0, passed == given ? gradient : passed.array());
      if (inputCount() > 1) {
        // Any value will do: it only makes that operation run, and is used no further.
        give(1, saved(1));
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
      inputGradients =
          whenKnown.accept(
              Collections.unmodifiableList(inputGradients), ImmutableMap.copyOf(outputGradients));
    }
  }
}
