package ai.miniai.onnx;

import com.google.common.collect.ImmutableMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Functions that change shapes, or take, move and surround elements. */
final class ShapeTranslators {
  private ShapeTranslators() {}

  static Map<String, Translator> all() {
    return ImmutableMap.<String, Translator>builder()
        .put("Reshape", ShapeTranslators::reshape)
        .put("Permute", ShapeTranslators::permute)
        .put("Slice", ShapeTranslators::slice)
        .put("Concat", ShapeTranslators::concat)
        .put("Expand", ShapeTranslators::expand)
        .put("Pad", ShapeTranslators::pad)
        .put("IndexSelect", (call, graph) -> along(call, graph, "Gather"))
        .put("Gather", (call, graph) -> along(call, graph, "GatherElements"))
        .put("ScatterAdd", ShapeTranslators::scatterAdd)
        .put("Embedding", ShapeTranslators::embedding)
        .put("Sorting", ShapeTranslators::sorting)
        .buildOrThrow();
  }

  private static String reshape(Call call, Graph graph) {
    String shape = graph.reshaping(call.output().shape());
    return graph.node("Reshape", graph.name(call.input(0)), shape).output();
  }

  private static String permute(Call call, Graph graph) {
    return graph
        .node("Transpose", graph.name(call.input(0)))
        .with("perm", call.dims("dims"))
        .output();
  }

  private static String slice(Call call, Graph graph) {
    return graph
        .node(
            "Slice",
            graph.name(call.input(0)),
            graph.size(call.size("from")),
            graph.size(call.size("to")),
            graph.whole(call.dim("dim")))
        .output();
  }

  private static String concat(Call call, Graph graph) {
    return graph
        .node("Concat", call.inputs().stream().map(graph::name).toArray(String[]::new))
        .with("axis", call.dim("dim"))
        .output();
  }

  private static String expand(Call call, Graph graph) {
    return graph
        .node("Expand", graph.name(call.input(0)), graph.sizes(call.output().shape()))
        .output();
  }

  private static String pad(Call call, Graph graph) {
    List<Long> widths =
        Stream.of(call.numbers("before"), call.numbers("after")).flatMap(List::stream).toList();
    return graph
        .node(
            "Pad",
            graph.name(call.input(0)),
            graph.whole(widths),
            graph.scalar(call.real("value"), call.output().type()))
        .output();
  }

  private static String along(Call call, Graph graph, String operator) {
    return graph
        .node(operator, graph.name(call.input(0)), graph.name(call.input(1)))
        .with("axis", call.dim("dim"))
        .output();
  }

  /** The source may be larger than the index; ONNX wants the part that is used. */
  private static String scatterAdd(Call call, Graph graph) {
    Twin index = call.input(1);
    String source = graph.name(call.input(2));
    for (int d = 0; d < index.rank(); d++) {
      if (!index.size(d).equals(call.input(2).size(d))) {
        source =
            graph
                .node("Slice", source, graph.whole(0), graph.size(index.size(d)), graph.whole(d))
                .output();
      }
    }
    return graph
        .node("ScatterElements", graph.name(call.input(0)), graph.name(index), source)
        .with("axis", call.dim("dim"))
        .with("reduction", "add")
        .output();
  }

  private static String embedding(Call call, Graph graph) {
    return graph
        .node("Gather", graph.name(call.input(0)), graph.name(call.input(1)))
        .with("axis", 0)
        .output();
  }

  private static String sorting(Call call, Graph graph) {
    return graph
        .node("TopK", graph.name(call.input(0)), graph.size(call.size("count")))
        .with("axis", call.dim("dim"))
        .with("largest", call.is("descending") ? 1 : 0)
        .with("sorted", 1)
        .outputs(2)
        .get(1);
  }
}
