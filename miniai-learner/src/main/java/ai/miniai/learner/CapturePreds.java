package ai.miniai.learner;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkState;

import ai.miniai.callback.Callback;
import ai.miniai.callback.CancelBatchException;
import ai.miniai.nn.Outputs;
import ai.miniai.tensor.MemoryScope;
import ai.miniai.tensor.Tensor;
import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Keeps the predictions and targets of a pass through the data, and optionally the inputs. A
 * learner's {@code getPreds} uses it.
 */
public final class CapturePreds extends Callback {
  /** What is kept of one batch. */
  private record Part(Outputs outputs, List<Tensor> targets, Optional<Tensor> input) {}

  private final boolean withInput;
  private final List<Part> parts = new ArrayList<>();

  /** Keeps predictions and targets. */
  public CapturePreds() {
    this(false);
  }

  /**
   * Keeps predictions, targets and optionally inputs.
   *
   * @param withInput whether to keep the first tensor of each batch, as the model got it
   */
  public CapturePreds(boolean withInput) {
    this.withInput = withInput;
  }

  @Override
  public boolean inTryOut() {
    return false;
  }

  /** After all other callbacks. */
  @Override
  public int order() {
    return Integer.MAX_VALUE;
  }

  @Override
  public void beforeEpoch() {
    parts.clear();
  }

  /** A validation batch without targets, or loss, ends here: there is nothing to compare. */
  @Override
  public void afterPredict() {
    if (!training() && (learn().targets().isEmpty() || learn().lossFunction() == NoLoss.INSTANCE)) {
      keep();
      throw CancelBatchException.silent();
    }
  }

  @Override
  public void afterBatch() {
    keep();
  }

  private void keep() {
    Outputs outputs = learn().outputs();
    outputs.named().forEach(this::checkItems);
    parts.add(
        new Part(
            outputs.map((name, output) -> output.detach()),
            learn().targets().stream().map(Tensor::detach).toList(),
            withInput ? Optional.of(batch().x().detach()) : Optional.empty()));
  }

  private void checkItems(String name, Tensor output) {
    checkArgument(
        output.rank() > 0 && output.size(0) == batch().size(),
        "the output \"%s\" does not have the batch as its first axis: for %s items its shape is %s",
        name,
        batch().size(),
        Arrays.toString(output.shape()));
  }

  /**
   * The predictions, targets and perhaps inputs of the last pass, training or validation.
   *
   * @throws IllegalStateException if it had no batches
   */
  public Predictions predictions() {
    checkState(!parts.isEmpty(), "no predictions were captured: the pass had no batches");
    Part first = parts.get(0);
    return MemoryScope.outside(
        () -> {
          ImmutableList.Builder<Tensor> targets = ImmutableList.builder();
          for (int i = 0; i < first.targets.size(); i++) {
            int index = i;
            targets.add(concat(part -> part.targets.get(index)));
          }
          return new Predictions(
              first.outputs.map((name, output) -> concat(part -> part.outputs.get(name))),
              targets.build(),
              first.input.map(input -> concat(part -> part.input.orElseThrow())));
        });
  }

  private Tensor concat(Function<Part, Tensor> tensor) {
    return Tensor.concat(0, parts.stream().map(tensor).toArray(Tensor[]::new));
  }
}
