package ai.miniai.callback.training;

import ai.miniai.callback.Training;
import ai.miniai.tensor.Tensor;
import com.google.common.collect.ImmutableMap;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The gradients of a model. */
final class Gradients {
  private Gradients() {}

  /** The gradients that exist, by the name of their parameter; they may be changed in place. */
  static ImmutableMap<String, Tensor> of(Training learn) {
    ImmutableMap.Builder<String, Tensor> gradients = ImmutableMap.builder();
    learn
        .model()
        .parameters()
        .forEach(
            (name, parameter) -> {
              Tensor gradient = parameter.lendGrad();
              if (gradient != null && parameter.requiresGrad()) {
                gradients.put(name, gradient);
              }
            });
    return gradients.buildOrThrow();
  }

  /** Whether no element is NaN or infinite. Reads from the device. */
  static boolean isFinite(INDArray gradient) {
    return Tensor.wrap(gradient.mul(0)).sum().item() == 0; // 0 · x is 0 for a finite x, else NaN
  }

  /** Clears all gradients, so that the next step changes nothing. */
  static void clear(Training learn) {
    learn.model().parameters().values().forEach(Tensor::zeroGrad);
  }
}
