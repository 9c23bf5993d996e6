package ai.miniai.tensor;

import static com.google.common.base.Preconditions.checkState;

import ai.miniai.array.Layout;
import ai.miniai.kernels.Kernels;
import ai.miniai.kernels.Moments;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Layer and group normalisation: normalises groups of values to mean 0 and variance 1, then
 * multiplies them by a weight and adds a bias. Inputs: x, or x, weight and bias.
 */
final class GroupNormOp extends Operation {
  private final String name;
  private final Function<INDArray, NormView> views;
  private final double eps;
  private final Map<String, Object> settings;
  private @Nullable NormView view;

  private GroupNormOp(
      String name, Function<INDArray, NormView> views, double eps, Map<String, Object> settings) {
    this.settings = settings;
    this.name = name;
    this.views = views;
    this.eps = eps;
  }

  /**
   * Layer normalisation over the dimensions from {@code first} on, the shape of weight and bias.
   */
  static GroupNormOp ofItems(int first, double eps) {
    return new GroupNormOp(
        "LayerNorm", x -> NormView.ofItems(x, first), eps, Map.of("first", first, "eps", eps));
  }

  /** Group normalisation of [batch, channels, ...], with weight and bias [channels]. */
  static GroupNormOp ofGroups(int groups, double eps) {
    return new GroupNormOp(
        "GroupNorm", x -> NormView.ofGroups(x, groups), eps, Map.of("groups", groups, "eps", eps));
  }

  /** Applies this to {@code x} of any floating point type; {@code shape} is that of the weight. */
  Tensor normalise(Tensor x, @Nullable Tensor weight, @Nullable Tensor bias, long... shape) {
    Promotion.checkFloating(name.toLowerCase(Locale.ROOT), x);
    if (weight == null && bias == null) {
      return Promotion.floating(this, x);
    }
    return Promotion.real(
        this,
        x,
        weight == null ? Tensor.ones(shape).to(x.dataType()) : weight,
        bias == null ? Tensor.zeros(shape).to(x.dataType()) : bias);
  }

  @Override
  protected String name() {
    return name;
  }

  @Override
  Map<String, Object> settings() {
    return settings;
  }

  @Override
  protected INDArray forward(INDArray... inputs) {
    INDArray x = inputs[0];
    if (x.isEmpty()) {
      return Layout.emptyLike(x);
    }
    NormView grouping = views.apply(x);
    view = grouping;
    INDArray grouped = grouping.of(x);
    boolean affine = inputs.length > 1;
    INDArray weight = affine ? grouping.ofParameter(inputs[1]) : null;
    INDArray bias = affine ? grouping.ofParameter(inputs[2]) : null;
    Kernels.GroupNormalized result = Kernels.current().groupNorm(grouped, weight, bias, eps);
    INDArray mean = result.moments().mean();
    INDArray variance = result.moments().variance();
    if (weight == null) {
      save(grouped, mean, variance);
    } else {
      save(grouped, mean, variance, weight);
    }
    return grouping.undo(result.output(), x.shape());
  }

  @Override
  protected void backward(INDArray gradient) {
    NormView grouping = view;
    checkState(grouping != null, "backward() comes after forward()");
    boolean affine = inputCount() > 1;
    Kernels.Wanted wanted = affine ? wanted() : Kernels.Wanted.INPUT;
    Kernels.NormGradients gradients =
        Kernels.current()
            .groupNormBackward(
                saved(0, wanted.input() || wanted.weight()),
                grouping.of(gradient),
                new Moments(saved(1), saved(2)),
                affine ? saved(3, wanted.input()) : null,
                eps,
                wanted);
    INDArray forInput = gradients.input();
    if (forInput != null) {
      giveAway(0, grouping.undo(forInput, inputShape(0)));
    }
    giveParameter(1, gradients.weight(), grouping);
    giveParameter(2, gradients.bias(), grouping);
  }

  private void giveParameter(int i, @Nullable INDArray vector, NormView grouping) {
    if (vector != null) {
      giveAway(i, grouping.undoParameter(vector, inputShape(i)));
    }
  }
}
