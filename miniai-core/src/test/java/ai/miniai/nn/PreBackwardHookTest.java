package ai.miniai.nn;

import static ai.miniai.tensor.TensorAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import ai.miniai.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Gradients as those of PyTorch's {@code register_full_backward_pre_hook}. */
class PreBackwardHookTest {
  private final Sequential model = Model.known();
  private final Tensor x = Model.input();

  @Test
  void aPreBackwardHookGetsTheGradientOfTheOutput() {
    // GIVEN
    List<Tensor> gradients = new ArrayList<>();
    model.get(0).onPreBackward((module, gradient) -> gradients.add(gradient));
    model.get(2).onPreBackward((module, gradient) -> gradients.add(gradient));

    // WHEN
    loss().backward();

    // THEN
    assertThat(gradients).hasSize(2);
    assertThat(gradients.get(0)).hasShape(2, 1).hasValues(1.72, 1.32);
    assertThat(gradients.get(1)).hasValues(3.44, 0, 2.64, 0);
  }

  @Test
  void aPreBackwardHookComesBeforeTheGradientsOfTheModule() {
    // GIVEN
    List<String> calls = new ArrayList<>();
    Tensor weight = model.parameters().get("2.weight");
    model
        .get(2)
        .onPreBackward((m, out) -> calls.add(weight.grad() == null ? "before" : "too late"));
    model.get(2).onBackward((m, in, out) -> calls.add("after"));

    // WHEN
    loss().backward();

    // THEN
    assertThat(calls).containsExactly("before", "after");
  }

  @Test
  void aPreBackwardHookThatIsClosedOrDoesNotWatchIsNotCalled() {
    // GIVEN
    AtomicBoolean watching = new AtomicBoolean();
    List<Module> told = new ArrayList<>();
    HookHandle handle =
        model.get(0).onPreBackward((module, gradient) -> told.add(module), watching::get);

    // WHEN
    Tensor unwatched = loss();
    watching.set(true);
    unwatched.backward();
    // THEN
    assertThat(told).isEmpty();

    // WHEN
    loss().backward();
    Tensor loss = loss();
    handle.close();
    loss.backward();
    // THEN
    assertThat(told).containsExactly(model.get(0));
  }

  private Tensor loss() {
    return model.call(x).pow(2).mean();
  }
}
