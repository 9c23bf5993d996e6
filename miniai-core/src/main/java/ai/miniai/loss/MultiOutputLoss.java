package ai.miniai.loss;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.nn.Outputs;
import ai.miniai.tensor.Tensor;
import com.google.common.collect.ImmutableList;
import java.util.List;

/**
 * The weighted sum of losses of a model's outputs. The first loss gets the first target of the
 * batch, and so on; a loss may share the target of the one before it.
 *
 * <pre>{@code
 * var loss = MultiOutputLoss.of("digit", Losses::crossEntropy)
 *     .and("even", Losses::binaryCrossEntropyWithLogits, 0.5);
 * }</pre>
 *
 * <p>Immutable: {@link #and} returns a new one.
 */
public final class MultiOutputLoss implements LossFunction {
  private record Part(String output, LossFunction loss, double weight, int target) {
    Tensor of(Outputs outputs, List<Tensor> targets) {
      try {
        Tensor value = loss.loss(outputs.get(output), targets.get(target));
        return weight == 1 ? value : value.times(weight);
      } catch (IllegalArgumentException unfit) {
        throw new IllegalArgumentException(
            "the loss of the output \"" + output + "\": " + unfit.getMessage(), unfit);
      }
    }
  }

  private final ImmutableList<Part> parts;

  private MultiOutputLoss(ImmutableList<Part> parts) {
    this.parts = parts;
  }

  /** The loss of one output, named as in {@link Outputs}, for the first target. */
  public static MultiOutputLoss of(String output, LossFunction loss) {
    return new MultiOutputLoss(ImmutableList.of()).with(output, loss, 1, 0);
  }

  /** Adds the loss of another output, for the next target. */
  public MultiOutputLoss and(String output, LossFunction loss) {
    return and(output, loss, 1);
  }

  /** Adds {@code weight} times the loss of another output, for the next target. */
  public MultiOutputLoss and(String output, LossFunction loss, double weight) {
    return with(output, loss, weight, targetCount());
  }

  /**
   * Adds {@code weight} times the loss of another output, for the same target as the loss before:
   * an auxiliary head.
   */
  public MultiOutputLoss sharing(String output, LossFunction loss, double weight) {
    return with(output, loss, weight, targetCount() - 1);
  }

  private MultiOutputLoss with(String output, LossFunction loss, double weight, int target) {
    checkArgument(
        Double.isFinite(weight),
        "the weight of the loss of \"%s\" must be finite, not %s",
        output,
        weight);
    return new MultiOutputLoss(
        ImmutableList.<Part>builder()
            .addAll(parts)
            .add(new Part(output, loss, weight, target))
            .build());
  }

  @Override
  public int targetCount() {
    return parts.get(parts.size() - 1).target() + 1;
  }

  @Override
  public Tensor lossAll(Outputs outputs, List<Tensor> targets) {
    checkArgument(
        targets.size() == targetCount(),
        "expected %s targets for the losses of %s, got %s",
        targetCount(),
        parts.stream().map(Part::output).toList(),
        targets.size());
    return parts.stream().map(part -> part.of(outputs, targets)).reduce(Tensor::plus).orElseThrow();
  }

  /** For a model with one unnamed output and one target. */
  @Override
  public Tensor loss(Tensor predictions, Tensor target) {
    return lossAll(Outputs.of(predictions), List.of(target));
  }
}
