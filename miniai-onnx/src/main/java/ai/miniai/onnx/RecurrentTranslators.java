package ai.miniai.onnx;

import ai.miniai.tensor.Tensor;
import com.google.common.collect.ImmutableMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Recurrent cells that run over sequences. ONNX orders their gates otherwise. */
final class RecurrentTranslators {
  private static final int X = 0;
  private static final int WEIGHT_X = 1;
  private static final int WEIGHT_H = 2;
  private static final int H = 3;

  /** i, f, g, o become i, o, f, g. */
  private static final int[] LSTM = {0, 3, 1, 2};

  /** r, z, n become z, r, n. */
  private static final int[] GRU = {1, 0, 2};

  private static final int[] RNN = {0};
  private static final List<Long> TIME_FIRST = List.of(1L, 0L, 2L);

  private RecurrentTranslators() {}

  static Map<String, Translator.Several> all() {
    return ImmutableMap.of(
        "LSTM", (call, graph) -> run(call, graph, "LSTM", null, LSTM),
        "GRU", (call, graph) -> run(call, graph, "GRU", null, GRU),
        "RNN_TANH", (call, graph) -> run(call, graph, "RNN", "Tanh", RNN),
        "RNN_RELU", (call, graph) -> run(call, graph, "RNN", "Relu", RNN));
  }

  private static List<String> run(
      Call call, Graph graph, String operator, @Nullable String activation, int... gates) {
    if (!call.numbers("lengths").isEmpty()) {
      throw new Untranslatable("runs over sequences of different lengths");
    }
    for (Twin weight : call.inputs().subList(WEIGHT_X, H)) {
      if (!graph.isConstant(weight)) {
        throw new Untranslatable("has weights that depend on the input");
      }
    }
    int states = operator.equals("LSTM") ? 2 : 1;
    List<String> inputs = new ArrayList<>();
    inputs.add(
        graph.node("Transpose", graph.name(call.input(X))).with("perm", TIME_FIRST).output());
    inputs.add(graph.derived(call.input(WEIGHT_X), ".W", ordered(call.input(WEIGHT_X), gates)));
    inputs.add(graph.derived(call.input(WEIGHT_H), ".R", ordered(call.input(WEIGHT_H), gates)));
    inputs.add(biases(call, graph, H + states, gates));
    inputs.add(""); // all sequences have the length of the batch
    for (int i = 0; i < states; i++) {
      inputs.add(graph.node("Unsqueeze", graph.name(call.input(H + i)), graph.whole(0)).output());
    }
    Node node =
        graph
            .node(operator, inputs.toArray(new String[0]))
            .with("hidden_size", call.input(WEIGHT_H).fixed(1))
            .with("direction", call.is("reverse") ? "reverse" : "forward");
    if (activation != null) {
      node.withTexts("activations", activation);
    }
    if (operator.equals("GRU")) {
      node.with("linear_before_reset", 1);
    }
    return results(graph, node.outputs(1 + states));
  }

  private static String biases(Call call, Graph graph, int first, int... gates) {
    if (!call.is("biased")) {
      return "";
    }
    Twin ofInput = call.input(first);
    Twin ofState = call.input(first + 1);
    return graph.derived(
        ofInput, ".B", Tensor.concat(1, ordered(ofInput, gates), ordered(ofState, gates)));
  }

  /** A weight or bias with its gates in ONNX's order, and a first dimension for the direction. */
  private static Tensor ordered(Twin weight, int... gates) {
    List<Tensor> parts = weight.small().chunk(gates.length, 0);
    return Tensor.concat(0, Arrays.stream(gates).mapToObj(parts::get).toArray(Tensor[]::new))
        .unsqueeze(0);
  }

  /** The outputs [time, 1, batch, hidden] and states [1, batch, hidden], as miniai has them. */
  private static List<String> results(Graph graph, List<String> outputs) {
    List<String> results = new ArrayList<>();
    String all = graph.node("Squeeze", outputs.get(0), graph.whole(1)).output();
    results.add(graph.node("Transpose", all).with("perm", TIME_FIRST).output());
    for (String state : outputs.subList(1, outputs.size())) {
      results.add(graph.node("Squeeze", state, graph.whole(0)).output());
    }
    return results;
  }
}
