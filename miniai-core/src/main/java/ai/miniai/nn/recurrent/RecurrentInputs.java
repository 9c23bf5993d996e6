package ai.miniai.nn.recurrent;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.tensor.RecurrentFunction;
import ai.miniai.tensor.Tensor;
import com.google.common.primitives.ImmutableIntArray;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;

/** The inputs of a recurrent layer: x, then optionally the state, then optionally the lengths. */
final class RecurrentInputs {
  private static final List<String> STATES = List.of("h", "c");

  private final Tensor x;
  private final long[] shape;
  private final @Nullable ImmutableIntArray lengths;

  /** h, or h and c, or nothing for a state of 0. */
  private final List<Tensor> state;

  private final int hidden;
  private final boolean hasMemory;

  /**
   * Checks the inputs.
   *
   * @param in the number of features
   * @param hidden the number of hidden units
   * @param parts the number of layers · directions
   */
  RecurrentInputs(
      RecurrentFunction function,
      int in,
      int hidden,
      int parts,
      boolean batchFirst,
      Tensor... inputs) {
    this.hidden = hidden;
    hasMemory = function.hasMemory();
    checkArgument(inputs.length > 0, "%s wants an input", function);
    x = batchFirst || inputs[0].rank() != 3 ? inputs[0] : inputs[0].permute(1, 0, 2);
    checkArgument(
        x.rank() == 3 && x.size(2) == in && x.size(1) > 0,
        "%s with %s features wants an input of shape [%s, %s], with at least one step in time; not"
            + " %s",
        function,
        in,
        batchFirst ? "batch, time" : "time, batch",
        in,
        Arrays.toString(inputs[0].shape()));
    shape = x.shape();
    Tensor last = inputs[inputs.length - 1];
    boolean limited = inputs.length > 1 && !last.dataType().isFPType();
    lengths = limited ? checkedLengths(last) : null;
    state = List.of(inputs).subList(1, inputs.length - (limited ? 1 : 0));
    checkState(function, parts);
  }

  private void checkState(RecurrentFunction function, int parts) {
    checkArgument(
        state.isEmpty() || state.size() == (hasMemory ? 2 : 1),
        "%s wants x, then optionally %s, then optionally the lengths (int64); not %s floating point"
            + " tensors",
        function,
        hasMemory ? "h and c" : "h",
        state.size() + 1);
    for (int i = 0; i < state.size(); i++) {
      checkArgument(
          Arrays.equals(state.get(i).shape(), new long[] {parts, shape[0], hidden}),
          "%s wants %s of shape [layers · directions, batch, hidden], here [%s, %s, %s]; not %s",
          function,
          STATES.get(i),
          parts,
          shape[0],
          hidden,
          Arrays.toString(state.get(i).shape()));
    }
  }

  /** Null if all sequences have the length of the batch. */
  private @Nullable ImmutableIntArray checkedLengths(Tensor given) {
    checkArgument(
        given.dataType() == DataType.INT64 && given.rank() == 1 && given.size(0) == shape[0],
        "lengths are int64 of shape [batch], here [%s]; not %s of shape %s",
        shape[0],
        given.dataType(),
        Arrays.toString(given.shape()));
    double[] values = given.toDoubles();
    for (int i = 0; i < values.length; i++) {
      checkArgument(
          values[i] >= 1 && values[i] <= shape[1],
          "length %s, number %s of %s, is not from 1 to %s, the number of steps of the input",
          (long) values[i],
          i,
          values.length,
          shape[1]);
    }
    ImmutableIntArray all = ImmutableIntArray.copyOf(Arrays.stream(values).mapToInt(v -> (int) v));
    return all.stream().allMatch(length -> length == shape[1]) ? null : all;
  }

  /** [batch, time, in], and 0 behind the end of each sequence, whatever was there. */
  Tensor x() {
    ImmutableIntArray ends = lengths;
    if (ends == null) {
      return x;
    }
    int time = (int) shape[1];
    float[] ended = new float[ends.length() * time];
    for (int i = 0; i < ends.length(); i++) {
      Arrays.fill(ended, i * time + ends.get(i), (i + 1) * time, 1);
    }
    return x.maskedFill(Tensor.of(ended, shape[0], time, 1).gt(0), 0);
  }

  @Nullable ImmutableIntArray lengths() {
    return lengths;
  }

  /** The state of this layer and direction before the first step. */
  RecurrentFunction.State state(int part) {
    return new RecurrentFunction.State(state(0, part), hasMemory ? state(1, part) : null);
  }

  private Tensor state(int i, int part) {
    return state.isEmpty()
        ? Tensor.zeros(shape[0], hidden).to(x.dataType())
        : state.get(i).slice(0, part, part + 1L).reshape(shape[0], hidden);
  }
}
