package ai.miniai.callback.training;

import ai.miniai.callback.Callback;
import ai.miniai.nn.Module;
import ai.miniai.tensor.Tensor;
import java.util.Map;

/**
 * Keeps frozen batch normalisations in evaluation mode while the rest of the model trains: they use
 * their running statistics and do not change them. Without it, a frozen layer of a pretrained
 * network would still move its statistics towards the new data. fastai's {@code BnFreeze}.
 *
 * <p>These are the parts of the model with a buffer named {@code running_mean} and with parameters,
 * none of which requires a gradient at the start of the pass.
 */
public final class BnFreezeCB extends Callback {
  private static final String STATISTICS = "running_mean";

  @Override
  public void beforeEpoch() {
    if (training()) {
      Module model = model();
      model.modules().stream()
          .filter(part -> part != model && isFrozenNorm(part))
          .forEach(Module::eval);
    }
  }

  private static boolean isFrozenNorm(Module part) {
    Map<String, Tensor> parameters = part.parameters();
    return part.buffers().containsKey(STATISTICS)
        && !parameters.isEmpty()
        && parameters.values().stream().noneMatch(Tensor::requiresGrad);
  }
}
