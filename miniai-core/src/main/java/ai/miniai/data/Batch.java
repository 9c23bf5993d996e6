package ai.miniai.data;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkPositionIndex;

import ai.miniai.tensor.Tensor;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The data of one training step: tensors whose first axis is the batch, inputs first, then targets.
 *
 * @param tensors one or more tensors with the same size along their first axis
 */
public record Batch(List<Tensor> tensors) {
  /**
   * Copies the list, not the tensors.
   *
   * @throws IllegalArgumentException if there is no tensor, or if the sizes along the first axis
   *     differ
   */
  public Batch {
    tensors = ImmutableList.copyOf(tensors);
    checkArgument(!tensors.isEmpty(), "expected at least one tensor in a batch, got none");
    long size = length(tensors.get(0));
    for (int i = 1; i < tensors.size(); i++) {
      checkArgument(
          length(tensors.get(i)) == size,
          "expected all tensors of a batch to hold %s items, got %s in tensor %s",
          size,
          length(tensors.get(i)),
          i);
    }
  }

  /**
   * The first {@code n} tensors.
   *
   * @throws IndexOutOfBoundsException if there are fewer
   */
  public List<Tensor> inputs(int n) {
    return tensors.subList(0, checkPositionIndex(n, tensors.size(), "number of inputs"));
  }

  /**
   * The tensors after the first {@code n}.
   *
   * @throws IndexOutOfBoundsException if there are fewer than {@code n} tensors
   */
  public List<Tensor> targets(int n) {
    return tensors.subList(
        checkPositionIndex(n, tensors.size(), "number of inputs"), tensors.size());
  }

  /** The first tensor: the input, if there is one input. */
  public Tensor x() {
    return tensors.get(0);
  }

  /** The last tensor: the target, if there is one target. */
  public Tensor y() {
    return tensors.get(tensors.size() - 1);
  }

  /**
   * The tensors by name, in their order, for batches of {@link MapDataset#columns}.
   *
   * @throws IllegalArgumentException if the number of names differs from the number of tensors, or
   *     if a name is repeated
   */
  public Map<String, Tensor> named(String... names) {
    checkArgument(
        names.length == tensors.size(),
        "expected a name for each of %s tensors, got %s",
        tensors.size(),
        Arrays.toString(names));
    ImmutableMap.Builder<String, Tensor> named = ImmutableMap.builder();
    for (int i = 0; i < names.length; i++) {
      named.put(names[i], tensors.get(i));
    }
    return named.buildOrThrow();
  }

  /** The number of items. */
  public int size() {
    return (int) length(x());
  }

  private static long length(Tensor tensor) {
    checkArgument(tensor.rank() > 0, "expected a first axis for the batch, got a single number");
    return tensor.size(0);
  }
}
