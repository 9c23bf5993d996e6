package ai.miniai.onnx;

import ai.miniai.tensor.Tensor;
import com.google.common.collect.ImmutableMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;

/** Matrix products, and what consists of them. */
final class ProductTranslators {
  private ProductTranslators() {}

  static Map<String, Translator> all() {
    return ImmutableMap.of(
        "Linear", ProductTranslators::linear,
        "MatMul", Translator.same("MatMul"),
        "ScaledDotProductAttention", ProductTranslators::attention);
  }

  private static String linear(Call call, Graph graph) {
    Twin x = call.input(0);
    Twin weight = call.input(1);
    String[] names = call.inputs().stream().map(graph::name).toArray(String[]::new);
    if (x.rank() == 2 && x.type().isFPType()) {
      return graph.node("Gemm", names).with("transB", 1).output();
    }
    String turned =
        graph.node("Transpose", graph.name(weight)).with("perm", List.of(1L, 0L)).output();
    String product = graph.node("MatMul", names[0], turned).output();
    return names.length == 2 ? product : graph.node("Add", product, names[2]).output();
  }

  /** softmax(query · keyᵀ / √width + mask) · value. */
  private static String attention(Call call, Graph graph) {
    if (call.real("dropout") > 0) {
      throw new Untranslatable("drops weights at random");
    }
    Twin query = call.input(0);
    Twin key = call.input(1);
    DataType type = query.type();
    String scaled =
        graph
            .node(
                "Mul",
                graph.name(query),
                graph.scalar(1 / Math.sqrt((double) query.fixed(3)), type))
            .output();
    String turned =
        graph.node("Transpose", graph.name(key)).with("perm", List.of(0L, 1L, 3L, 2L)).output();
    String scores = graph.node("MatMul", scaled, turned).output();
    if (call.inputs().size() > 3) {
      scores = graph.node("Add", scores, graph.name(call.input(3))).output();
    }
    if (call.is("causal")) {
      scores = graph.node("Add", scores, graph.constant(future(query, key))).output();
    }
    String weights = graph.node("Softmax", scores).with("axis", -1).output();
    return graph.node("MatMul", weights, graph.name(call.input(2))).output();
  }

  /** −∞ where the source comes after the target, else 0. */
  private static Tensor future(Twin query, Twin key) {
    Tensor later = Tensor.ones(query.fixed(2), key.fixed(2)).triu(1).gt(0);
    return Tensor.zeros(query.fixed(2), key.fixed(2))
        .to(query.type())
        .maskedFill(later, Double.NEGATIVE_INFINITY);
  }
}
