package ai.miniai.tensor;

import ai.miniai.kernels.recurrent.Recurrence;
import ai.miniai.kernels.recurrent.RecurrentCell;
import com.google.common.primitives.ImmutableIntArray;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * One recurrent layer in one direction, as one differentiable operation for all steps. The formulas
 * are those of PyTorch's {@code torch.nn.RNN}, {@code LSTM} and {@code GRU}.
 */
@API(status = API.Status.INTERNAL)
public enum RecurrentFunction {
  RNN_TANH(RecurrentCell.RNN_TANH),
  RNN_RELU(RecurrentCell.RNN_RELU),
  LSTM(RecurrentCell.LSTM),
  GRU(RecurrentCell.GRU);

  private final RecurrentCell cell;

  RecurrentFunction(RecurrentCell cell) {
    this.cell = cell;
  }

  /**
   * The parameters.
   *
   * @param ih the weight of the input [gates · hidden, in]
   * @param hh the weight of the state [gates · hidden, hidden]
   * @param biases either none, or one for the input and one for the state, [gates · hidden] each
   */
  public record Weights(Tensor ih, Tensor hh, List<Tensor> biases) {
    public Weights {
      biases = List.copyOf(biases);
    }
  }

  /** The state between two steps: h and c [batch, hidden]; c is null unless {@link #hasMemory}. */
  public record State(Tensor h, @Nullable Tensor c) {
    private Stream<Tensor> parts() {
      return c == null ? Stream.of(h) : Stream.of(h, c);
    }
  }

  /**
   * The result.
   *
   * @param output h after each step [batch, time, hidden], and 0 behind the end of a sequence
   * @param end the state after the last step of each sequence
   */
  public record Result(Tensor output, State end) {}

  /** The number of gates: rows of the weights for each hidden unit. */
  public int gates() {
    return cell.gates();
  }

  /** Whether the state has a second part, c. */
  public boolean hasMemory() {
    return cell.hasMemory();
  }

  /**
   * Runs over all steps of x [batch, time, in].
   *
   * @param reverse whether it begins with the last step of each sequence
   * @param lengths the number of steps of each sequence, from 1 to time; null if all have that many
   */
  public Result run(
      Tensor x,
      Weights weights,
      State start,
      boolean reverse,
      @Nullable ImmutableIntArray lengths) {
    List<Tensor> inputs = new ArrayList<>(List.of(x, weights.ih, weights.hh, start.h));
    if (start.c != null) {
      inputs.add(start.c);
    }
    inputs.addAll(weights.biases);
    return Trace.step(
        name(),
        Map.of(
            "reverse",
            reverse,
            "biased",
            !weights.biases.isEmpty(),
            "lengths",
            lengths == null ? List.of() : lengths.asList()),
        () -> result(inputs, reverse, lengths),
        result -> Stream.concat(Stream.of(result.output), result.end.parts()).toList(),
        inputs.toArray(new Tensor[0]));
  }

  private Result result(List<Tensor> inputs, boolean reverse, @Nullable ImmutableIntArray lengths) {
    Tensor all =
        Promotion.floating(
            new RecurrentOp(new Recurrence(cell, reverse, lengths)), inputs.toArray(new Tensor[0]));
    Tensor x = inputs.get(0);
    long batch = x.size(0);
    long hidden = inputs.get(2).size(1);
    long outputs = batch * x.size(1) * hidden;
    long states = batch * hidden;
    return new Result(
        all.slice(0, 0, outputs).reshape(batch, x.size(1), hidden),
        new State(
            all.slice(0, outputs, outputs + states).reshape(batch, hidden),
            hasMemory()
                ? all.slice(0, outputs + states, outputs + 2 * states).reshape(batch, hidden)
                : null));
  }
}
