package ai.miniai.callback;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.tensor.Tensor;
import java.util.Collection;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Keeps gradients small, between the backward pass and the step. Reads nothing to the heap. */
public final class GradientClipCB extends Callback {
  /** What PyTorch adds to the norm, so that nothing is divided by 0. */
  private static final double EPS = 1e-6;

  private final double limit;
  private final boolean together;

  private GradientClipCB(double limit, boolean together) {
    checkArgument(limit > 0, "the limit of the gradients must be above 0, not %s", limit);
    this.limit = limit;
    this.together = together;
  }

  /**
   * Scales all gradients by one factor, min(1, max / (norm + 10⁻⁶)), where the norm is that of all
   * of them as one vector: PyTorch's {@code clip_grad_norm_}.
   */
  public static GradientClipCB norm(double max) {
    return new GradientClipCB(max, true);
  }

  /** Brings each element into [−max, max]: PyTorch's {@code clip_grad_value_}. */
  public static GradientClipCB value(double max) {
    return new GradientClipCB(max, false);
  }

  /** After those that change the scale of the gradients. */
  @Override
  public int order() {
    return 10;
  }

  @Override
  public void afterBackward() {
    Collection<Tensor> gradients = Gradients.of(learn()).values();
    if (together) {
      scale(gradients);
    } else {
      gradients.forEach(gradient -> gradient.array().assign(gradient.clamp(-limit, limit).array()));
    }
  }

  private void scale(Collection<Tensor> gradients) {
    if (!gradients.isEmpty()) {
      INDArray[] norms =
          gradients.stream()
              .map(gradient -> gradient.array().norm2().reshape(1))
              .toArray(INDArray[]::new);
      INDArray norm = Nd4j.concat(0, norms).norm2().reshape(1);
      INDArray factor = Transforms.min(norm.addi(EPS).rdivi(limit), 1);
      gradients.forEach(gradient -> gradient.array().muli(factor));
    }
  }
}
