package ai.miniai.onnx;

import com.google.common.collect.ImmutableMap;
import java.util.Map;

/** Functions that combine the elements along dimensions. */
final class ReductionTranslators {
  private ReductionTranslators() {}

  static Map<String, Translator> all() {
    return ImmutableMap.<String, Translator>builder()
        .put("Sum", ReductionTranslators::sum)
        .put("Mean", ReductionTranslators::mean)
        .put("Max", (call, graph) -> extreme(call, graph, "ReduceMax"))
        .put("Min", (call, graph) -> extreme(call, graph, "ReduceMin"))
        .put("Argmax", (call, graph) -> place(call, graph, "ArgMax"))
        .put("Argmin", (call, graph) -> place(call, graph, "ArgMin"))
        .put("Cumsum", ReductionTranslators::cumsum)
        .put("Softmax", (call, graph) -> softmax(call, graph, "Softmax"))
        .put("LogSoftmax", (call, graph) -> softmax(call, graph, "LogSoftmax"))
        .buildOrThrow();
  }

  private static String sum(Call call, Graph graph) {
    return graph
        .node("ReduceSum", graph.name(call.input(0)), graph.whole(call.dims("dims")))
        .with("keepdims", 0)
        .output();
  }

  private static String mean(Call call, Graph graph) {
    return graph
        .node("ReduceMean", graph.name(call.input(0)))
        .with("axes", call.dims("dims"))
        .with("keepdims", call.is("keep dims") ? 1 : 0)
        .output();
  }

  private static String extreme(Call call, Graph graph, String operator) {
    return graph
        .node(operator, graph.name(call.input(0)))
        .with("axes", call.dims("dims"))
        .with("keepdims", 0)
        .output();
  }

  private static String place(Call call, Graph graph, String operator) {
    return graph
        .node(operator, graph.name(call.input(0)))
        .with("axis", call.dim("dim"))
        .with("keepdims", 0)
        .output();
  }

  private static String cumsum(Call call, Graph graph) {
    return graph.node("CumSum", graph.name(call.input(0)), graph.whole(call.dim("dim"))).output();
  }

  private static String softmax(Call call, Graph graph, String operator) {
    return graph.node(operator, graph.name(call.input(0))).with("axis", call.dim("dim")).output();
  }
}
