package ai.miniai.onnx;

import ai.miniai.nn.Module;
import ai.miniai.nn.Outputs;
import ai.miniai.tensor.Tensor;
import ai.miniai.tensor.Trace;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What a model does with its inputs, found out by running it with two batches. */
final class ForwardPass {
  private final Run small;
  private final Run large;
  private final List<Call> calls;

  private ForwardPass(Run small, Run large, List<Call> calls) {
    this.small = small;
    this.large = large;
    this.calls = calls;
  }

  /**
   * Runs {@code model}.
   *
   * @param model in evaluation mode, without hooks
   */
  static ForwardPass of(Module model, ExampleBatches examples, Problems problems) {
    ModulePath path = new ModulePath(model);
    Run small = Run.of(model, examples.small(), path);
    Run large = Run.of(model, examples.large(), path);
    small
        .trace
        .reads()
        .forEach(
            read ->
                problems.add(
                    read.where(),
                    read.function() + "()",
                    "takes values that depend on the input out of their tensor, where they cannot"
                        + " be followed"));
    return new ForwardPass(small, large, aligned(small, large, problems));
  }

  private static List<Call> aligned(Run small, Run large, Problems problems) {
    List<Call> calls = new ArrayList<>();
    for (int i = 0; i < Math.max(small.steps().size(), large.steps().size()); i++) {
      Trace.Step one = small.step(i);
      Trace.Step other = large.step(i);
      if (one == null || other == null || !small.isLike(one, large, other)) {
        problems.add(
            one == null ? "" : one.where(),
            one == null ? "the end" : one.function(),
            "is another function, or one of other values, in a batch of other values and of another"
                + " size: what runs must depend on neither");
        throw problems.exception();
      }
      calls.add(
          new Call(
              one,
              other,
              twins(one.inputs(), other.inputs()),
              twins(one.outputs(), other.outputs())));
    }
    if (!small.ends().equals(large.ends())) {
      problems.add("", "the model", "returns other outputs for a batch of another size");
      throw problems.exception();
    }
    return calls;
  }

  private static List<Twin> twins(List<Tensor> small, List<Tensor> large) {
    return IntStream.range(0, small.size())
        .mapToObj(i -> new Twin(small.get(i), large.get(i)))
        .toList();
  }

  List<Twin> inputs() {
    return twins(small.inputs, large.inputs);
  }

  /** The functions, in order. */
  List<Call> calls() {
    return calls;
  }

  Map<String, Twin> outputs() {
    Map<String, Twin> outputs = new LinkedHashMap<>();
    small
        .outputs
        .named()
        .forEach((name, one) -> outputs.put(name, new Twin(one, large.outputs.get(name))));
    return outputs;
  }

  /** Whether {@code value} follows from the inputs; it is a constant otherwise. */
  boolean follows(Twin value) {
    return small.trace.follows(value.small());
  }

  /** One run of the model. */
  private record Run(
      List<Tensor> inputs, Trace trace, Outputs outputs, IdentityHashMap<Tensor, Integer> origins) {
    static Run of(Module model, List<Tensor> inputs, ModulePath path) {
      Outputs[] outputs = new Outputs[1];
      Trace trace =
          Trace.of(
              inputs,
              path::current,
              () -> {
                outputs[0] = model.callAll(inputs.toArray(new Tensor[0]));
                return outputs[0].list();
              });
      IdentityHashMap<Tensor, Integer> origins = new IdentityHashMap<>();
      inputs.forEach(input -> origins.put(input, origins.size()));
      trace.steps().forEach(step -> step.outputs().forEach(y -> origins.put(y, origins.size())));
      return new Run(inputs, trace, outputs[0], origins);
    }

    List<Trace.Step> steps() {
      return trace.steps();
    }

    Trace.@Nullable Step step(int i) {
      return i < steps().size() ? steps().get(i) : null;
    }

    /** Whether both are the same function of values from the same places. */
    boolean isLike(Trace.Step step, Run other, Trace.Step otherStep) {
      return step.function().equals(otherStep.function())
          && origins(step).equals(other.origins(otherStep))
          && step.outputs().size() == otherStep.outputs().size();
    }

    private List<Integer> origins(Trace.Step step) {
      return origins(step.inputs());
    }

    private List<Integer> origins(List<Tensor> values) {
      return values.stream().map(x -> origins.getOrDefault(x, -1)).toList();
    }

    /** Where each output comes from, by name. */
    Map<String, Integer> ends() {
      Map<String, Integer> ends = new LinkedHashMap<>();
      outputs.named().forEach((name, y) -> ends.put(name, origins.getOrDefault(y, -1)));
      return ends;
    }
  }
}
