package ai.miniai.onnx;

import com.google.common.collect.ImmutableMap;
import java.util.List;
import java.util.Map;

/** Knows how to write each function in ONNX. */
final class Translation {
  private static final ImmutableMap<String, Translator.Several> KNOWN = known();

  private Translation() {}

  private static ImmutableMap<String, Translator.Several> known() {
    ImmutableMap.Builder<String, Translator.Several> known = ImmutableMap.builder();
    for (Map<String, Translator> some :
        List.of(
            ElementTranslators.all(),
            ShapeTranslators.all(),
            ReductionTranslators.all(),
            ProductTranslators.all(),
            ImageTranslators.all(),
            NormTranslators.all())) {
      some.forEach((name, translator) -> known.put(name, Translator.single(translator)));
    }
    return known.putAll(RecurrentTranslators.all()).buildOrThrow();
  }

  /** Adds {@code call} to {@code graph}, or a problem. */
  static void add(Call call, Graph graph, Problems problems) {
    graph.enter(call.where());
    try {
      Translator.Several translator = KNOWN.get(call.function());
      if (translator == null) {
        throw new Untranslatable("has no equivalent in ONNX that is known here");
      }
      call.inputs().forEach(Translation::checkNotEmpty);
      List<String> names = translator.translate(call, graph);
      for (int i = 0; i < names.size(); i++) {
        checkNotEmpty(call.outputs().get(i));
        graph.define(call.outputs().get(i), names.get(i));
      }
    } catch (Untranslatable e) {
      problems.add(call.where(), call.function(), e.reason());
    }
  }

  private static void checkNotEmpty(Twin value) {
    if (value.small().length() == 0) {
      throw new Untranslatable("has a tensor without elements");
    }
  }
}
