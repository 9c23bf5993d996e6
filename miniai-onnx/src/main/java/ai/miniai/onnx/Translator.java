package ai.miniai.onnx;

import java.util.List;

/** Writes a function of tensors as nodes of a graph. */
@FunctionalInterface
interface Translator {
  /** Adds the nodes, and returns the name of the result. */
  String translate(Call call, Graph graph);

  /** A function with several results. */
  @FunctionalInterface
  interface Several {
    List<String> translate(Call call, Graph graph);
  }

  /** Also adds what the results are called. */
  static Several single(Translator translator) {
    return (call, graph) -> List.of(translator.translate(call, graph));
  }

  /** An operator of ONNX that does the same, without settings. */
  static Translator same(String operator) {
    return (call, graph) ->
        graph
            .node(operator, call.inputs().stream().map(graph::name).toArray(String[]::new))
            .output();
  }
}
