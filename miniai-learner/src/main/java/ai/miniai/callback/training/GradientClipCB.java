package ai.miniai.callback.training;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.callback.Callback;
import ai.miniai.tensor.Tensor;
import java.util.Collection;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Clips gradients between the backward pass and the step. Copies nothing from the device. */
public final class GradientClipCB extends Callback {
  /** PyTorch adds this to the norm, to avoid a division by 0. */
  private static final double EPS = 1e-6;

  private final double limit;
  private final boolean together;

  private GradientClipCB(double limit, boolean together) {
    checkArgument(limit > 0, "the limit of the gradients must be above 0, not %s", limit);
    this.limit = limit;
    this.together = together;
  }

  /**
   * PyTorch's {@code clip_grad_norm_}: scales all gradients by min(1, max / (norm + 10⁻⁶)), where
   * the norm is that of all gradients as one vector. If an element is NaN, all become NaN; if one
   * is infinite, it becomes NaN and all others 0.
   */
  public static GradientClipCB norm(double max) {
    return new GradientClipCB(max, true);
  }

  /** PyTorch's {@code clip_grad_value_}: clamps each element to [−max, max]; NaN stays NaN. */
  public static GradientClipCB value(double max) {
    return new GradientClipCB(max, false);
  }

  /** After callbacks that scale the gradients. */
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

  /** max / max(norm + 10⁻⁶, max). NaN stays NaN, which ND4J's min and max would drop. */
  private void scale(Collection<Tensor> gradients) {
    if (!gradients.isEmpty() && Double.isFinite(limit)) {
      INDArray[] norms =
          gradients.stream()
              .map(gradient -> gradient.array().norm2().castTo(DataType.DOUBLE).reshape(1))
              .toArray(INDArray[]::new);
      INDArray excess = Nd4j.concat(0, norms).norm2().reshape(1).addi(EPS - limit);
      INDArray twice = excess.add(Transforms.abs(excess)); // 2 · max(excess, 0)
      INDArray factor = twice.muli(0.5).addi(limit).rdivi(limit);
      gradients.forEach(gradient -> gradient.array().muli(factor.castTo(gradient.dataType())));
    }
  }
}
