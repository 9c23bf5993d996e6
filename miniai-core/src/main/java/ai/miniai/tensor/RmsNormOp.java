package ai.miniai.tensor;

import static com.google.common.base.Preconditions.checkState;

import ai.miniai.array.Layout;
import ai.miniai.kernels.Kernels;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Root-mean-square normalisation over the dimensions from {@code first} on: x / √(mean square +
 * eps) · weight. Inputs: x, or x and the weight.
 */
final class RmsNormOp extends Operation {
  private final int first;
  private final double eps;
  private @Nullable NormView view;

  RmsNormOp(int first, double eps) {
    this.first = first;
    this.eps = eps;
  }

  @Override
  Map<String, Object> settings() {
    return Map.of("first", first, "eps", eps);
  }

  @Override
  protected INDArray forward(INDArray... inputs) {
    INDArray x = inputs[0];
    if (x.isEmpty()) {
      return Layout.emptyLike(x);
    }
    NormView grouping = NormView.ofItems(x, first);
    view = grouping;
    INDArray rows = rows(grouping.of(x));
    INDArray weight = inputs.length > 1 ? grouping.ofParameter(inputs[1]) : null;
    if (weight == null) {
      save(rows);
    } else {
      save(rows, weight);
    }
    return grouping.undo(Kernels.current().rmsNorm(rows, weight, eps), x.shape());
  }

  private static INDArray rows(INDArray items) {
    return Layout.reshape(items, items.size(0), items.length() / items.size(0));
  }

  @Override
  protected void backward(INDArray gradient) {
    NormView grouping = view;
    checkState(grouping != null, "backward() comes after forward()");
    boolean affine = inputCount() > 1;
    Kernels.NormGradients gradients =
        Kernels.current()
            .rmsNormBackward(
                saved(0),
                rows(grouping.of(gradient)),
                affine ? saved(1, needs(0)) : null,
                eps,
                new Kernels.Wanted(needs(0), affine && needs(1), false));
    INDArray forInput = gradients.input();
    if (forInput != null) {
      giveAway(0, grouping.undo(forInput, inputShape(0)));
    }
    INDArray forWeight = gradients.weight();
    if (forWeight != null) {
      giveAway(1, grouping.undoParameter(forWeight, inputShape(1)));
    }
  }
}
