package ai.miniai.onnx;

import ai.miniai.tensor.Tensor;
import com.google.common.collect.ImmutableMap;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.nd4j.linalg.api.buffer.DataType;

/** Normalisations. */
final class NormTranslators {
  private NormTranslators() {}

  static Map<String, Translator> all() {
    return ImmutableMap.of(
        "BatchNorm", NormTranslators::batchNorm,
        "LayerNorm", NormTranslators::layerNorm,
        "GroupNorm", NormTranslators::groupNorm,
        "RmsNorm", NormTranslators::rmsNorm,
        "Standardize", NormTranslators::standardize);
  }

  private static String batchNorm(Call call, Graph graph) {
    if (call.is("own moments")) {
      throw new Untranslatable("normalises with the mean of the batch, as in training mode");
    }
    return graph
        .node("BatchNormalization", call.inputs().stream().map(graph::name).toArray(String[]::new))
        .with("epsilon", call.real("eps"))
        .output();
  }

  private static String layerNorm(Call call, Graph graph) {
    Twin x = call.input(0);
    long first = call.number("first");
    if (call.inputs().size() > 1) {
      return normalised(
          graph,
          graph.name(x),
          graph.name(call.input(1)),
          graph.name(call.input(2)),
          first,
          call.real("eps"));
    }
    long[] shape = LongStream.range(first, x.rank()).map(d -> x.fixed((int) d)).toArray();
    return normalised(
        graph, graph.name(x), ones(graph, x.type(), shape), "", first, call.real("eps"));
  }

  private static String normalised(
      Graph graph, String x, String scale, String bias, long first, double eps) {
    Node node =
        bias.isEmpty()
            ? graph.node("LayerNormalization", x, scale)
            : graph.node("LayerNormalization", x, scale, bias);
    return node.with("axis", first).with("epsilon", eps).output();
  }

  private static String ones(Graph graph, DataType type, long... shape) {
    return graph.constant(Tensor.ones(shape).to(type));
  }

  /** Operator set 17 lacks it: each group is one row of a layer normalisation. */
  private static String groupNorm(Call call, Graph graph) {
    Twin x = call.input(0);
    long groups = call.number("groups");
    long values = x.fixed(1) / groups;
    for (int d = 2; d < x.rank(); d++) {
      values *= x.fixed(d);
    }
    String rows = graph.node("Reshape", graph.name(x), graph.whole(0, groups, values)).output();
    String y = normalised(graph, rows, ones(graph, x.type(), values), "", 2, call.real("eps"));
    String shaped = graph.node("Reshape", y, graph.reshaping(x.shape())).output();
    if (call.inputs().size() == 1) {
      return shaped;
    }
    String scaled = graph.node("Mul", shaped, perChannel(call, graph, 1)).output();
    return graph.node("Add", scaled, perChannel(call, graph, 2)).output();
  }

  /** A parameter [channels] in a shape that broadcasts to [batch, channels, ...]. */
  private static String perChannel(Call call, Graph graph, int i) {
    long[] shape = new long[call.input(0).rank() - 1];
    Arrays.fill(shape, 1);
    shape[0] = -1;
    return graph.node("Reshape", graph.name(call.input(i)), graph.whole(shape)).output();
  }

  /** x / √(mean of x² + eps). */
  private static String rmsNorm(Call call, Graph graph) {
    Twin x = call.input(0);
    List<Long> dims = LongStream.range(call.number("first"), x.rank()).boxed().toList();
    String name = graph.name(x);
    String mean =
        graph
            .node("ReduceMean", graph.node("Mul", name, name).output())
            .with("axes", dims)
            .output();
    String y = dividedByRoot(graph, name, mean, call.real("eps"), x.type());
    return call.inputs().size() == 1 ? y : graph.node("Mul", y, graph.name(call.input(1))).output();
  }

  private static String dividedByRoot(
      Graph graph, String x, String square, double eps, DataType type) {
    String sum = graph.node("Add", square, graph.scalar(eps, type)).output();
    return graph.node("Div", x, graph.node("Sqrt", sum).output()).output();
  }

  private static String standardize(Call call, Graph graph) {
    Twin x = call.input(0);
    List<Long> dims = call.dims("dims");
    long count = dims.stream().mapToLong(d -> x.fixed(d.intValue())).reduce(1, (a, b) -> a * b);
    String mean = graph.node("ReduceMean", graph.name(x)).with("axes", dims).output();
    String centred = graph.node("Sub", graph.name(x), mean).output();
    String sum =
        graph
            .node("ReduceSum", graph.node("Mul", centred, centred).output(), graph.whole(dims))
            .output();
    String variance =
        graph
            .node("Div", sum, graph.scalar((double) count - call.number("correction"), x.type()))
            .output();
    return dividedByRoot(graph, centred, variance, call.real("eps"), x.type());
  }
}
