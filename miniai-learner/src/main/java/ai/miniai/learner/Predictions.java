package ai.miniai.learner;

import static com.google.common.base.Preconditions.checkState;

import ai.miniai.nn.Outputs;
import ai.miniai.tensor.Tensor;
import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.Optional;

/**
 * The predictions of a model for a data set, in the loader's order.
 *
 * @param outputs all outputs, each [items, ...]
 * @param allTargets all targets, each [items, ...]; empty if the data had none
 * @param inputs the first input, [items, ...], if it was kept
 */
public record Predictions(Outputs outputs, List<Tensor> allTargets, Optional<Tensor> inputs) {
  /** Copies the list. */
  public Predictions {
    allTargets = ImmutableList.copyOf(allTargets);
  }

  /**
   * The predictions [items, ...] of a model with one output.
   *
   * @throws IllegalStateException if it has several
   */
  public Tensor preds() {
    return outputs.only();
  }

  /**
   * The targets [items, ...], if there is one for each item.
   *
   * @throws IllegalStateException if there are several, or none
   */
  public Tensor targets() {
    checkState(
        allTargets.size() == 1,
        "the data have %s targets for each item, not one: see allTargets()",
        allTargets.size());
    return allTargets.get(0);
  }
}
