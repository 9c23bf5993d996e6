package ai.miniai.nn.recurrent;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.nn.Initialization;
import ai.miniai.nn.Module;
import ai.miniai.nn.Outputs;
import ai.miniai.tensor.RecurrentFunction;
import ai.miniai.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * What all recurrent layers have in common. Inputs of {@link #callAll}:
 *
 * <ol>
 *   <li>x [batch, time, in], or [time, batch, in] with {@link RecurrentOptions#timeFirst}
 *   <li>optionally the state before the first step, [layers · directions, batch, hidden], in the
 *       order layer 0 forward, layer 0 reverse, layer 1 forward, …; 0 if it is not given
 *   <li>optionally the lengths of the sequences, int64 [batch], from 1 to time. What lies behind
 *       the end of a sequence is not read, and the output is 0 there. The final state is that after
 *       the last step of each sequence, and the reverse direction begins at its end. This is what
 *       PyTorch computes from {@code pack_padded_sequence(…, enforce_sorted=False)} and {@code
 *       pad_packed_sequence(…, total_length=time)}
 * </ol>
 *
 * Outputs: "output" [batch, time, directions · hidden] (or time first), the state of the last layer
 * after each step; and the final state of all layers, of the shape of the state before the first
 * step.
 *
 * <p>Parameters have PyTorch's names, shapes and order of gates: {@code weight_ih_l0} [gates ·
 * hidden, in], {@code weight_hh_l0} [gates · hidden, hidden], {@code bias_ih_l0} and {@code
 * bias_hh_l0} [gates · hidden], with {@code _reverse} at the end for the reverse direction. All are
 * initialised uniformly in ±1/√hidden.
 */
public abstract sealed class Recurrent extends Module permits RNN, LSTM, GRU {
  private final RecurrentFunction function;
  private final int in;
  private final int hidden;
  private final RecurrentOptions options;

  /** By layer and direction, as the state. */
  private final List<RecurrentFunction.Weights> weights = new ArrayList<>();

  Recurrent(RecurrentFunction function, int in, int hidden, RecurrentOptions options) {
    checkArgument(
        in > 0 && hidden > 0,
        "a recurrent layer wants a positive number of inputs and of hidden units, not %s and %s",
        in,
        hidden);
    this.function = function;
    this.in = in;
    this.hidden = hidden;
    this.options = options;
    for (int layer = 0; layer < options.layers(); layer++) {
      int features = layer == 0 ? in : options.directions() * hidden;
      weights.add(weights(features, "_l" + layer));
      if (options.directions() > 1) {
        weights.add(weights(features, "_l" + layer + "_reverse"));
      }
    }
  }

  private RecurrentFunction.Weights weights(int features, String suffix) {
    long rows = (long) function.gates() * hidden;
    Tensor ih = make("weight_ih" + suffix, rows, features);
    Tensor hh = make("weight_hh" + suffix, rows, hidden);
    return new RecurrentFunction.Weights(
        ih,
        hh,
        options.bias()
            ? List.of(make("bias_ih" + suffix, rows), make("bias_hh" + suffix, rows))
            : List.of());
  }

  private Tensor make(String name, long... shape) {
    return parameter(name, Initialization.byDefault(hidden, shape));
  }

  @Override
  protected final Outputs forwardAll(Tensor... inputs) {
    RecurrentInputs given =
        new RecurrentInputs(function, in, hidden, weights.size(), options.batchFirst(), inputs);
    Tensor x = given.x();
    List<Tensor> hs = new ArrayList<>();
    List<Tensor> cs = new ArrayList<>();
    int directions = options.directions();
    for (int layer = 0; layer < options.layers(); layer++) {
      Tensor[] outputs = new Tensor[directions];
      for (int direction = 0; direction < directions; direction++) {
        int i = layer * directions + direction;
        RecurrentFunction.Result result =
            function.run(x, weights.get(i), given.state(i), direction == 1, given.lengths());
        outputs[direction] = result.output();
        hs.add(result.end().h());
        if (result.end().c() != null) {
          cs.add(result.end().c());
        }
      }
      x = directions == 1 ? outputs[0] : Tensor.concat(-1, outputs);
      if (training() && options.dropout() > 0 && layer < options.layers() - 1) {
        x = x.dropout(options.dropout());
      }
    }
    Outputs outputs =
        Outputs.of("output", options.batchFirst() ? x : x.permute(1, 0, 2)).and("h", stacked(hs));
    return cs.isEmpty() ? outputs : outputs.and("c", stacked(cs));
  }

  private static Tensor stacked(List<Tensor> states) {
    return states.size() == 1
        ? states.get(0).unsqueeze(0)
        : Tensor.stack(0, states.toArray(new Tensor[0]));
  }

  @Override
  protected String details() {
    return in + ", " + hidden + options.unusual();
  }
}
