package ai.miniai.callback.training;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.callback.Callback;
import ai.miniai.tensor.Tensor;
import java.util.Collection;
import org.nd4j.linalg.api.buffer.DataType;
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
   * of them as one vector: PyTorch's {@code clip_grad_norm_}. If one is NaN, all become NaN; if one
   * is infinite, it becomes NaN, and all others 0: what has gone wrong shows itself.
   */
  public static GradientClipCB norm(double max) {
    return new GradientClipCB(max, true);
  }

  /** Brings each element into [−max, max]; NaN stays NaN: PyTorch's {@code clip_grad_value_}. */
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

  /** max / max(norm + 10⁻⁶, max), where NaN stays NaN: ND4J's min and max make a number of it. */
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
