package ai.miniai.nn;

import static ai.miniai.tensor.TensorAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.miniai.tensor.Tensor;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** State that is not trained. */
class BufferTest {
  private final Counter counter = new Counter();
  private final Sequential model = new Sequential(new Linear(1, 1), counter, counter);

  /** Counts its calls. */
  private static final class Counter extends Module {
    private final Tensor calls = buffer("calls", Tensor.zeros(1));
    private final Module last = child("last", new Linear(1, 1));
    private final Tensor scale = parameter("scale", Tensor.ones(1));

    @Override
    protected Tensor forward(Tensor x) {
      calls.array().addi(1);
      return last.call(x).times(scale);
    }
  }

  @Test
  void areListedByDottedPathEachOnce() {
    assertThat(model.buffers()).containsOnlyKeys("1.calls");
    assertThat(model.buffers().get("1.calls")).isSameAs(counter.calls);
  }

  @Test
  void areNoParameters() {
    assertThat(model.parameters())
        .containsOnlyKeys("0.weight", "0.bias", "1.scale", "1.last.weight", "1.last.bias");
    assertThat(counter.calls.requiresGrad()).isFalse();
  }

  @Test
  void standInTheStateBehindTheParametersOfTheirModule() {
    assertThat(model.stateDict().keySet())
        .containsExactly(
            "0.weight",
            "0.bias",
            "1.scale",
            "1.calls",
            "1.last.weight",
            "1.last.bias",
            "2.scale",
            "2.calls",
            "2.last.weight",
            "2.last.bias");
  }

  @Test
  void areTakenOutAndPutBackWithTheState() {
    // GIVEN
    model.call(Tensor.zeros(2, 1));
    Map<String, Tensor> state = model.stateDict();
    model.call(Tensor.zeros(2, 1));
    assertThat(counter.calls).hasValues(4);

    // WHEN
    model.loadStateDict(state);

    // THEN
    assertThat(counter.calls).hasValues(2);
  }

  @Test
  void stayWhenTheModelIsFrozenAndThawed() {
    model.freeze();
    model.unfreeze();

    assertThat(counter.calls.requiresGrad()).isFalse();
  }

  @Test
  void refuseANameThatIsTaken() {
    assertThatThrownBy(() -> counter.buffer("scale", Tensor.zeros(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Counter has a part named scale already");
    assertThatThrownBy(() -> counter.parameter("calls", Tensor.zeros(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Counter has a part named calls already");
  }

  @Test
  void refuseToRequireAGradient() {
    assertThatThrownBy(() -> counter.buffer("other", Tensor.zeros(1).requiresGrad(true)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the buffer other may not require a gradient");
  }
}
