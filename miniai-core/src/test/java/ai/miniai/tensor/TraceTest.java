package ai.miniai.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.miniai.random.Seed;
import ai.miniai.tensor.TensorFunction.Call;
import ai.miniai.tensor.foreign.Triple;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A trace holds every function that runs on the inputs, and no other. */
class TraceTest {
  private final Tensor x = Tensor.of(new float[] {1, -2, 3, -4, 5, -6}, 2, 3);

  private Trace trace(UnaryOperator<Tensor> body) {
    return Trace.of(List.of(x), () -> "here", () -> List.of(body.apply(x)));
  }

  private static List<String> functions(Trace trace) {
    return trace.steps().stream().map(Trace.Step::function).toList();
  }

  @Test
  void functionsAreInOrderWithTheirSettings() {
    // WHEN
    Trace trace = trace(t -> t.times(2.0).relu().sum(-1));
    // THEN
    assertThat(functions(trace)).containsExactly("Affine", "Relu", "Sum");
    assertThat(trace.steps().get(0).settings()).isEqualTo(Map.of("scale", 2.0, "shift", 0.0));
    assertThat(trace.steps().get(2).settings()).isEqualTo(Map.of("dims", List.of(-1)));
    assertThat(trace.steps().get(1).inputs()).isEqualTo(trace.steps().get(0).outputs());
    assertThat(trace.steps()).extracting(Trace.Step::where).containsOnly("here");
    assertThat(trace.outputs()).isEqualTo(trace.steps().get(2).outputs());
    assertThat(trace.reads()).isEmpty();
  }

  @Test
  void whatIsComputedFromConstantsIsOne() {
    // GIVEN
    Tensor weight = Tensor.ones(3);
    // WHEN
    Trace trace = trace(t -> t.plus(weight.times(3.0).exp()));
    // THEN
    assertThat(functions(trace)).containsExactly("Plus");
    assertThat(trace.follows(trace.steps().get(0).inputs().get(0))).isTrue();
    assertThat(trace.follows(trace.steps().get(0).inputs().get(1))).isFalse();
  }

  @Test
  void tensorsThatAnOperationOnlyReadsAreInputsToo() {
    // WHEN
    Trace lookUp = trace(t -> t.gt(0).to(Tensor.arange(1).dataType()).embedding(Tensor.rand(2, 4)));
    Trace choice = trace(t -> Tensor.where(t.gt(0), t, t.neg()));
    // THEN
    assertThat(functions(lookUp)).containsExactly("Comparison", "Cast", "Embedding");
    assertThat(lookUp.steps().get(2).inputs()).hasSize(2);
    assertThat(functions(choice)).containsExactly("Comparison", "Affine", "Where");
    assertThat(choice.steps().get(2).inputs()).hasSize(3);
  }

  @Test
  void functionsThatConsistOfOthersAreOneStep() {
    assertThat(functions(trace(t -> t.sort(1, true).values())))
        .containsExactly("Sorting", "Gather");
    assertThat(functions(trace(t -> t.argmin(0)))).containsExactly("Argmin");
    assertThat(functions(trace(t -> t.reshape(1, 1, 2, 3).upsampleBilinear(2))))
        .containsExactly("Reshape", "UpsampleBilinear");
    assertThat(functions(trace(t -> t.reshape(1, 1, 2, 3).adaptiveAvgPool2d(1, 2))))
        .containsExactly("Reshape", "AdaptiveAveragePool");
    assertThat(functions(trace(Tensor::detach))).containsExactly("Detach");
  }

  @Test
  void aRecurrentFunctionIsOneStepWithItsState() {
    // GIVEN
    RecurrentFunction.Weights weights =
        new RecurrentFunction.Weights(Tensor.rand(8, 3), Tensor.rand(8, 2), List.of());
    RecurrentFunction.State start =
        new RecurrentFunction.State(Tensor.zeros(1, 2), Tensor.zeros(1, 2));
    // WHEN
    Trace trace =
        trace(
            t -> RecurrentFunction.LSTM.run(t.unsqueeze(0), weights, start, true, null).end().h());
    // THEN
    Trace.Step step = trace.steps().get(1);
    assertThat(functions(trace)).containsExactly("Reshape", "LSTM");
    assertThat(step.settings()).containsEntry("reverse", true).containsEntry("biased", false);
    assertThat(step.inputs()).hasSize(5);
    assertThat(step.outputs()).hasSize(3);
    assertThat(trace.outputs().get(0)).isSameAs(step.outputs().get(1));
  }

  @Test
  void anOperationOfAUserHasItsFullName() {
    assertThat(functions(trace(t -> new Triple().apply(t).neg())))
        .containsExactly("ai.miniai.tensor.foreign.Triple", "Affine");
  }

  @Test
  void otherThreadsAndLaterFunctionsAreNotRecorded() {
    // WHEN
    Trace trace =
        trace(
            t -> {
              CompletableFuture.supplyAsync(() -> t.times(3.0)).join();
              return t.neg();
            });
    trace.outputs().get(0).relu();
    // THEN
    assertThat(functions(trace)).containsExactly("Affine");
    assertThat(Trace.current()).isNull();
  }

  @Test
  void aFailureEndsTheTrace() {
    assertThatThrownBy(() -> trace(t -> t.reshape(7))).isInstanceOf(IllegalArgumentException.class);
    assertThat(Trace.current()).isNull();
  }

  @Test
  void onlyOneTraceIsTakenAtATime() {
    assertThatThrownBy(() -> trace(t -> trace(Tensor::neg).outputs().get(0)))
        .hasMessageContaining("another trace");
  }

  static List<String> everyFunction() {
    return List.copyOf(TensorFunction.all().keySet());
  }

  /** A function that is written otherwise would be taken for a constant. */
  @ParameterizedTest
  @MethodSource
  void everyFunction(String name) {
    Seed.set(1);
    Random random = new Random(1);
    for (int tries = 0; tries < 2000; tries++) {
      List<Tensor> operands = new ArrayList<>();
      Call call = called(name, random, operands);
      if (call == null) {
        continue;
      }
      try {
        checkFollowed(name, operands, call.numbers());
        return;
      } catch (IllegalArgumentException e) { // a window that does not fit, say: other arguments
        operands.clear();
      }
    }
    throw new AssertionError("no arguments found for " + name);
  }

  private static Call called(String name, Random random, List<Tensor> operands) {
    long[] shape = new long[1 + random.nextInt(4)];
    for (int d = 0; d < shape.length; d++) {
      shape[d] = 2L + random.nextInt(4);
    }
    Call call = TensorFunction.named(name).chooser().choose(random, shape);
    if (call != null) {
      operands.add(Tensor.rand(shape));
      for (long[] other : call.shapes()) {
        operands.add(call.indices() ? Tensor.randint(0, 2, other) : Tensor.rand(other));
      }
    }
    return call;
  }

  private static void checkFollowed(String name, List<Tensor> operands, double... numbers) {
    Trace trace =
        Trace.of(
            operands,
            () -> name,
            () -> List.of(TensorFunction.named(name).apply(operands, numbers)));
    boolean handsOut = name.startsWith("distribution") || name.startsWith("constant");
    assertThat(trace.follows(trace.outputs().get(0)))
        .as("%s is followed", name)
        .isNotEqualTo(handsOut);
    assertThat(trace.reads().isEmpty()).as("%s hands nothing out", name).isNotEqualTo(handsOut);
  }
}
