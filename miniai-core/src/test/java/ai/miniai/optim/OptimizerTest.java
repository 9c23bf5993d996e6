package ai.miniai.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.miniai.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OptimizerTest {
  private final Tensor a = Tensor.ones(2).requiresGrad(true);
  private final Tensor b = Tensor.ones(3).requiresGrad(true);

  /** As a user would write one: it keeps a record instead of changing weights. */
  private static final class Recorder extends Optimizer {
    private final List<String> updates = new ArrayList<>();

    Recorder(ParameterGroup... groups) {
      super(List.of(groups));
    }

    @Override
    protected void update(ParameterGroup group, String name, Tensor parameter, Tensor gradient) {
      updates.add(name + " " + group.lr() + " " + gradient.toDoubles()[0]);
    }

    @Override
    public Map<String, Tensor> stateDict() {
      return Map.of();
    }

    @Override
    public void loadStateDict(Map<String, Tensor> state) {}
  }

  @Test
  void updatesEachParameterThatHasAGradientWithTheSettingsOfItsGroup() {
    // GIVEN
    Tensor c = Tensor.ones(1).requiresGrad(true);
    Recorder optimizer =
        new Recorder(group("a", a, 0.1), group("b", b, 0.2), group("without a gradient", c, 0.3));
    a.sum().plus(b.times(5).sum()).backward();

    // WHEN
    optimizer.step();

    // THEN
    assertThat(optimizer.updates).containsExactly("a 0.1 1.0", "b 0.2 5.0");
  }

  @Test
  void theLearningRateIsThatOfTheFirstGroup() {
    assertThat(new Recorder(group("a", a, 0.1), group("b", b, 0.2)).lr()).isEqualTo(0.1);
  }

  @Test
  void setsTheLearningRateOfAllGroups() {
    // GIVEN
    Recorder optimizer = new Recorder(group("a", a, 0.1), group("b", b, 0.2));

    // WHEN
    optimizer.lr(0.5);

    // THEN
    assertThat(optimizer.groups()).extracting(ParameterGroup::lr).containsExactly(0.5, 0.5);
  }

  @Test
  void refusesToBeWithoutAGroup() {
    assertThatThrownBy(Recorder::new)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("an optimizer wants at least one group of parameters");
  }

  @Test
  void refusesANameThatStandsInTwoGroups() {
    assertThatThrownBy(() -> new Recorder(group("a", a, 0.1), group("a", b, 0.2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the name a stands in more than one group");
  }

  @Test
  void refusesAParameterThatStandsThereTwiceAsItWouldBeUpdatedTwice() {
    assertThatThrownBy(() -> new Recorder(group("a", a, 0.1), group("b", a, 0.2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a and b are one parameter, which would be updated twice");
  }

  private static ParameterGroup group(String name, Tensor parameter, double learningRate) {
    return new ParameterGroup(Map.of(name, parameter), learningRate);
  }
}
