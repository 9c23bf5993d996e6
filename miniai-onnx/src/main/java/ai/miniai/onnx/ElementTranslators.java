package ai.miniai.onnx;

import static ai.miniai.onnx.Translator.same;

import com.google.common.collect.ImmutableMap;
import java.util.Arrays;
import java.util.Map;

/** Functions of single elements. */
final class ElementTranslators {
  private ElementTranslators() {}

  static Map<String, Translator> all() {
    return ImmutableMap.<String, Translator>builder()
        .put("Plus", same("Add"))
        .put("Minus", same("Sub"))
        .put("Times", same("Mul"))
        .put("Divide", same("Div"))
        .put("Minimum", same("Min"))
        .put("Maximum", same("Max"))
        .put("Affine", ElementTranslators::affine)
        .put("Absolute", same("Abs"))
        .put("Exponential", same("Exp"))
        .put("Logarithm", same("Log"))
        .put("Log1p", ElementTranslators::log1p)
        .put("Sin", same("Sin"))
        .put("Cos", same("Cos"))
        .put("RootOfVariance", same("Sqrt"))
        .put("Power", ElementTranslators::power)
        .put("Clamp", ElementTranslators::clamp)
        .put("Relu", ElementTranslators::relu)
        .put("GeneralRelu", ElementTranslators::generalRelu)
        .put("Elu", ElementTranslators::elu)
        .put("Gelu", ElementTranslators::gelu)
        .put("GeluTanh", ElementTranslators::geluTanh)
        .put("Silu", ElementTranslators::silu)
        .put("Softplus", same("Softplus"))
        .put("Sigmoid", same("Sigmoid"))
        .put("Tanh", same("Tanh"))
        .put("Prelu", ElementTranslators::prelu)
        .put("Cast", (call, graph) -> graph.cast(graph.name(call.input(0)), call.output().type()))
        .put("Detach", same("Identity"))
        .put("Comparison", ElementTranslators::comparison)
        .put("Where", ElementTranslators::where)
        .buildOrThrow();
  }

  private static String affine(Call call, Graph graph) {
    double scale = call.real("scale");
    double shift = call.real("shift");
    String x = graph.name(call.input(0));
    if (scale == -1 && shift == 0) {
      return graph.node("Neg", x).output();
    }
    String scaled = scale == 1 ? x : graph.node("Mul", x, number(call, graph, scale)).output();
    return shift == 0 && scale != 1
        ? scaled
        : graph.node("Add", scaled, number(call, graph, shift)).output();
  }

  /** A number of the type of the result. */
  private static String number(Call call, Graph graph, double value) {
    return graph.scalar(value, call.output().type());
  }

  private static String log1p(Call call, Graph graph) {
    return graph
        .node("Log", graph.node("Add", graph.name(call.input(0)), number(call, graph, 1)).output())
        .output();
  }

  private static String power(Call call, Graph graph) {
    double exponent = call.real("exponent");
    String x = graph.name(call.input(0));
    return exponent == 2
        ? graph.node("Mul", x, x).output()
        : exponent == 0.5
            ? graph.node("Sqrt", x).output()
            : graph.node("Pow", x, number(call, graph, exponent)).output();
  }

  private static String clamp(Call call, Graph graph) {
    return graph
        .node(
            "Clip",
            graph.name(call.input(0)),
            number(call, graph, call.real("min")),
            number(call, graph, call.real("max")))
        .output();
  }

  private static String relu(Call call, Graph graph) {
    String x = graph.name(call.input(0));
    return call.output().type().isFPType()
        ? graph.node("Relu", x).output()
        : graph.node("Max", x, number(call, graph, 0)).output();
  }

  private static String generalRelu(Call call, Graph graph) {
    double leak = call.real("leak");
    double sub = call.real("sub");
    double max = call.real("max");
    String x = graph.name(call.input(0));
    String y =
        leak == 0
            ? graph.node("Relu", x).output()
            : graph.node("PRelu", x, number(call, graph, leak)).output();
    y = sub == 0 ? y : graph.node("Sub", y, number(call, graph, sub)).output();
    return max == Double.POSITIVE_INFINITY
        ? y
        : graph.node("Min", y, number(call, graph, max)).output();
  }

  private static String elu(Call call, Graph graph) {
    return graph.node("Elu", graph.name(call.input(0))).with("alpha", call.real("alpha")).output();
  }

  /** x · (1 + erf(x / √2)) / 2. */
  private static String gelu(Call call, Graph graph) {
    String x = graph.name(call.input(0));
    String scaled = graph.node("Mul", x, number(call, graph, Math.sqrt(0.5))).output();
    return halfOf(call, graph, x, graph.node("Erf", scaled).output());
  }

  /** x · (1 + tanh(√(2/π) · (x + 0.044715 · x³))) / 2. */
  private static String geluTanh(Call call, Graph graph) {
    String x = graph.name(call.input(0));
    String cube = graph.node("Mul", graph.node("Mul", x, x).output(), x).output();
    String part = graph.node("Mul", cube, number(call, graph, 0.044715)).output();
    String sum = graph.node("Add", x, part).output();
    String scaled = graph.node("Mul", sum, number(call, graph, Math.sqrt(2 / Math.PI))).output();
    return halfOf(call, graph, x, graph.node("Tanh", scaled).output());
  }

  /** x · (1 + y) / 2. */
  private static String halfOf(Call call, Graph graph, String x, String y) {
    String more = graph.node("Add", y, number(call, graph, 1)).output();
    String half = graph.node("Mul", x, number(call, graph, 0.5)).output();
    return graph.node("Mul", half, more).output();
  }

  private static String silu(Call call, Graph graph) {
    String x = graph.name(call.input(0));
    return graph.node("Mul", x, graph.node("Sigmoid", x).output()).output();
  }

  /** ONNX broadcasts the weight from the last dimension on, so it gets one for each place. */
  private static String prelu(Call call, Graph graph) {
    Twin x = call.input(0);
    String weight = graph.name(call.input(1));
    long[] shape = new long[Math.max(1, x.rank() - 1)];
    Arrays.fill(shape, 1);
    shape[0] = call.input(1).small().length();
    return graph
        .node("PRelu", graph.name(x), graph.node("Reshape", weight, graph.whole(shape)).output())
        .output();
  }

  private static String comparison(Call call, Graph graph) {
    String how = call.text("how");
    String operator =
        switch (how) {
          case "EQ", "NE" -> "Equal";
          case "LT" -> "Less";
          case "LE" -> "LessOrEqual";
          case "GT" -> "Greater";
          default -> "GreaterOrEqual";
        };
    String result = same(operator).translate(call, graph);
    return how.equals("NE") ? graph.node("Not", result).output() : result;
  }

  private static String where(Call call, Graph graph) {
    return graph
        .node(
            "Where",
            graph.name(call.input(2)),
            graph.name(call.input(0)),
            graph.name(call.input(1)))
        .output();
  }
}
