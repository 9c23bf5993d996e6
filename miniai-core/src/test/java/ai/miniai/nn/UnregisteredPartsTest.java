package ai.miniai.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.miniai.nn.model.Residual;
import ai.miniai.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Parts in fields that would never be trained. */
@SuppressWarnings("unused") // fields are read by reflection alone
class UnregisteredPartsTest {
  private static final Tensor X = Tensor.ones(2, 3);

  /** Does nothing with what it holds. */
  private abstract static class Holder extends Module {
    @Override
    protected Tensor forward(Tensor x) {
      return x;
    }
  }

  private static final class Plain extends Holder {
    private final Module fc = new Linear(3, 3);
  }

  private static class Above extends Holder {
    private final Linear fc = new Linear(3, 3);
  }

  private static final class Inherited extends Above {}

  private static final class InAList extends Holder {
    private final List<Module> fc = List.of(new ReLU(), new Linear(3, 3));
  }

  private static final class InAMap extends Holder {
    private final Map<String, List<Module>> fc = Map.of("a", List.of(new Linear(3, 3)));
  }

  private static final class InAnArray extends Holder {
    private final Module[][] fc = {{new Linear(3, 3)}};
  }

  private static final class InAnOptional extends Holder {
    private final Optional<Object> fc = Optional.of(new Linear(3, 3));
  }

  private record Pair(int number, Module module) {}

  private static final class InARecord extends Holder {
    private final Pair fc = new Pair(1, new Linear(3, 3));
  }

  private static final class MadeInThePass extends Module {
    private @Nullable Module fc;

    @Override
    protected Tensor forward(Tensor x) {
      Module made = new Linear(3, 3);
      fc = made;
      return made.call(x);
    }
  }

  private static final class Weight extends Holder {
    private final Tensor fc = Tensor.ones(3).requiresGrad(true);
  }

  private static Module anonymous() {
    Module fc = new Linear(3, 3);
    return new Module() {
      @Override
      protected Tensor forward(Tensor x) {
        return fc.call(x);
      }
    };
  }

  static Stream<Module> mistakes() {
    return Stream.of(
        new Plain(),
        new Inherited(),
        new InAList(),
        new InAMap(),
        new InAnArray(),
        new InAnOptional(),
        new InARecord(),
        new MadeInThePass(),
        new Weight(),
        anonymous());
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void theFirstCallNamesTheFieldAndItsModule(Module mistake) {
    // GIVEN
    Module model = new Sequential(new Linear(3, 3), new Sequential(mistake));
    // WHEN, THEN
    assertThatThrownBy(() -> model.call(X))
        .isInstanceOf(ModuleException.class)
        .hasMessageStartingWith("in module 1.0, " + mistake.summary() + ": its field fc holds ")
        .hasMessageContaining("it would not be trained");
    assertThatThrownBy(() -> model.call(X)).as("again").isInstanceOf(ModuleException.class);
  }

  @Test
  void theMessageSaysWhatToDo() {
    assertThatThrownBy(() -> new Plain().call(X))
        .hasMessage(
            "in module Plain(): its field fc holds Linear(3, 3), which is no child of the model: it"
                + " would not be trained or saved. Register it with child(\"fc\", …) (several modules"
                + " may have the same one), or make the field transient if it is to stay apart");
    assertThatThrownBy(() -> new Weight().call(X))
        .hasMessageContaining("holds a tensor with a gradient, which is no parameter of the model");
  }

  // ---------------------------------------------------------------- what is no mistake

  private static final class Apart extends Holder {
    private final transient Module teacher = new Linear(3, 3);
  }

  private static final class Shared extends Holder {
    private final Module other;

    Shared(Module other) {
      this.other = other;
    }
  }

  /** An inner class knows the module that it lies in. */
  private static final class Outer extends Module {
    private final Module inner = child("inner", new Inner());
    private final double factor = 2;

    private final class Inner extends Module {
      @Override
      protected Tensor forward(Tensor x) {
        return x.times(factor);
      }
    }

    @Override
    protected Tensor forward(Tensor x) {
      return inner.call(x);
    }
  }

  private static final class Constants extends Holder {
    private final Tensor mean = Tensor.ones(3);
    private final UnaryOperator<Tensor> shift = new Linear(3, 3)::call;
    private final List<Object> numbers = List.of(1, "two", 3.0);
    private @Nullable Tensor last;

    @Override
    protected Tensor forward(Tensor x) {
      Tensor kept = shift.apply(x).minus(mean).times(Tensor.ones(3).requiresGrad(true));
      last = kept;
      return kept;
    }
  }

  static Stream<Module> rightOnes() {
    Module body = new Linear(3, 3);
    return Stream.of(
        new Apart(),
        new Sequential(body, new Shared(body)),
        new Outer(),
        new Constants(),
        new Sequential(body, new Residual(body)));
  }

  @ParameterizedTest
  @MethodSource("rightOnes")
  void whatIsRegisteredSomewhereOrKeptApartIsNoMistake(Module model) {
    assertThatCode(() -> model.call(X)).doesNotThrowAnyException();
    assertThatCode(() -> model.call(X)).doesNotThrowAnyException();
  }

  @Test
  void aPartThatIsCalledAloneKnowsTheModelAroundIt() {
    // GIVEN
    Module body = new Linear(3, 3);
    Module shared = new Shared(body);
    Module inner = new Outer().namedChildren().get("inner");
    Module model = new Sequential(body, shared);
    // WHEN, THEN
    assertThat(model.modules()).contains(shared);
    assertThatCode(() -> shared.call(X)).doesNotThrowAnyException();
    assertThatCode(() -> inner.call(X)).doesNotThrowAnyException();
  }

  @Test
  void aPartOfAnotherModelIsAMistake() {
    // GIVEN
    Sequential pretrained = new Sequential(new Linear(3, 3));
    // WHEN, THEN
    assertThatThrownBy(() -> new Shared(pretrained.get(0)).call(X))
        .hasMessageContaining("its field other holds Linear(3, 3)");
  }
}
