package ai.miniai.optim;

import static ai.miniai.tensor.TensorAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.miniai.tensor.MemoryScope;
import ai.miniai.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Steps as those of PyTorch 1.13's {@code torch.optim.SGD}, in float64. */
class SGDTest {
  private final Tensor a = parameter(new double[] {1, -2, 0.5}, 3);
  private final Tensor b = parameter(new double[] {0.3, -0.7}, 2, 1);

  @ParameterizedTest(name = "momentum {0}, Nesterov {1}, weight decay {2}, learning rate of b {3}")
  @CsvSource({
    "0,   false, 0,   0.1,  0.718284012913,  -5.224671370736, 0.441560105929,"
        + " 0.357455944616, -0.052144055384",
    "0,   false, 0,   0.02, 0.749131005833,  -5.172917585926, 0.473719314725,"
        + " 0.308207729185, -0.541138830815",
    "0,   false, 0.1, 0.1,  0.690994014357,  -4.992221876694, 0.424449980108,"
        + " 0.344442892039, -0.045057917961",
    "0,   false, 0.1, 0.02, 0.722071997521,  -4.940439322579, 0.456829549907,"
        + " 0.304934310184, -0.537356449512",
    "0.9, false, 0,   0.1,  0.361078702849,  -9.519992894732, 0.367914498209,"
        + " 0.427456906579, 0.736056906579",
    "0.9, false, 0,   0.02, 0.433090042821,  -9.407226232129, 0.441203225366,"
        + " 0.315747329178, -0.343994430822",
    "0.9, false, 0.1, 0.1,  0.298274203189,  -8.969318431169, 0.328719776122,"
        + " 0.401344695439, 0.751835585439",
    "0.9, false, 0.1, 0.02, 0.371438550265,  -8.856063156346, 0.403073523407,"
        + " 0.308834023504, -0.335010818592",
    "0.9, true,  0,   0.1,  0.16106415177,   -27.031034525579, 0.205670205561,"
        + " 1.153806049998, 1.478629089998",
    "0.9, true,  0,   0.02, 0.349168844909,  -26.409509653096, 0.397494377342,"
        + " 0.463521971675, -0.103342539301",
    "0.9, true,  0.1, 0.1,  0.098459883926,  -24.456434024579, 0.162273049371,"
        + " 1.08404713306,  1.430763010959",
    "0.9, true,  0.1, 0.02, 0.286477286696,  -23.855353141641, 0.353425836573,"
        + " 0.446471931498, -0.101374829105",
  })
  void fourStepsAreThoseOfPyTorch(
      double momentum,
      boolean nesterov,
      double weightDecay,
      double learningRateOfB,
      double a0,
      double a1,
      double a2,
      double b0,
      double b1) {
    // GIVEN
    List<ParameterGroup> groups =
        List.of(
            group("a", a, 0.1).momentum(momentum).weightDecay(weightDecay),
            group("b", b, learningRateOfB).momentum(momentum).weightDecay(weightDecay));
    SGD sgd = new SGD(groups, nesterov);

    // WHEN
    for (int i = 0; i < 4; i++) {
      step(sgd);
    }

    // THEN
    assertThat(a).within(1e-11).hasValues(a0, a1, a2);
    assertThat(b).within(1e-11).hasValues(b0, b1);
  }

  @Test
  void oneGroupIsTheSameAsTwoAlike() {
    // GIVEN
    SGD sgd = new SGD(Map.of("a", a, "b", b), 0.1, 0.9);

    // WHEN
    for (int i = 0; i < 4; i++) {
      step(sgd);
    }

    // THEN
    assertThat(a).within(1e-11).hasValues(0.361078702849, -9.519992894732, 0.367914498209);
    assertThat(b).within(1e-11).hasValues(0.427456906579, 0.736056906579);
  }

  @Test
  void theLearningRateMayChangeBetweenSteps() {
    // GIVEN
    Tensor w = parameter(new double[] {1, -2}, 2);
    SGD sgd = new SGD(Map.of("w", w), 0.1, 0.9);

    // WHEN
    for (double lr : new double[] {0.1, 0.05, 0.2}) {
      sgd.lr(lr);
      sgd.zeroGrad();
      w.pow(2).sum().backward();
      sgd.step();
    }

    // THEN
    assertThat(w).within(1e-12).hasValues(-0.234, 0.468);
  }

  @Test
  void gradientsAccumulateUntilTheyAreCleared() {
    // GIVEN
    Tensor w = parameter(new double[] {1}, 1);
    SGD sgd = new SGD(Map.of("w", w), 0.1);

    // WHEN
    w.sum().backward();
    w.sum().backward();
    sgd.step();

    // THEN
    assertThat(w).within(1e-12).hasValues(0.8);
  }

  @Test
  void clearsTheGradientsOfAllGroups() {
    // GIVEN
    SGD sgd = new SGD(List.of(group("a", a, 0.1), group("b", b, 0.1)), false);
    step(sgd);

    // WHEN
    sgd.zeroGrad();

    // THEN
    assertThat(a.grad()).isNull();
    assertThat(b.grad()).isNull();
  }

  @Test
  void aFrozenParameterStaysEvenIfItHasAGradient() {
    // GIVEN
    SGD sgd = new SGD(Map.of("a", a, "b", b), 0.1, 0.9);
    loss().backward();
    b.requiresGrad(false);

    // WHEN
    sgd.step();

    // THEN
    assertThat(a.toDoubles()[0]).isNotEqualTo(1);
    assertThat(b).hasValues(0.3, -0.7);
    assertThat(sgd.stateDict()).containsOnlyKeys("a");
  }

  @Test
  void aParameterWithoutAGradientStays() {
    // GIVEN
    SGD sgd = new SGD(List.of(group("a", a, 0.1), group("b", b, 0.1).weightDecay(0.5)), false);
    a.sum().backward();

    // WHEN
    sgd.step();

    // THEN
    assertThat(a).within(1e-12).hasValues(0.9, -2.1, 0.4);
    assertThat(b).hasValues(0.3, -0.7);
  }

  @Test
  void aStepDoesNotChangeTheGradient() {
    // GIVEN
    List<ParameterGroup> groups = List.of(group("a", a, 0.1).momentum(0.9).weightDecay(0.1));
    SGD sgd = new SGD(groups, true);
    a.times(2).sum().backward();

    // WHEN
    sgd.step();
    sgd.step();

    // THEN
    assertThat(Objects.requireNonNull(a.grad())).hasValues(2, 2, 2);
  }

  @Test
  void momentumThatIsSwitchedOffAndOnGoesOnWithItsVelocity() {
    // GIVEN
    Tensor w = parameter(new double[] {0}, 1);
    SGD sgd = new SGD(Map.of("w", w), 1, 0.5);
    w.sum().backward();

    // WHEN the velocities are 1, none, 0.5 · 1 + 1
    sgd.step();
    sgd.groups().get(0).momentum(0);
    sgd.step();
    sgd.groups().get(0).momentum(0.5);
    sgd.step();

    // THEN
    assertThat(w).hasValues(-3.5);
  }

  @Test
  void theVelocityOutlivesTheMemoryScopeOfItsStep() {
    // GIVEN
    SGD sgd = new SGD(Map.of("a", a, "b", b), 0.1, 0.9);

    // WHEN
    for (int i = 0; i < 4; i++) {
      try (MemoryScope ignored = MemoryScope.open()) {
        step(sgd);
      }
    }

    // THEN
    assertThat(a).within(1e-11).hasValues(0.361078702849, -9.519992894732, 0.367914498209);
    assertThat(sgd.stateDict().get("a")).hasShape(3);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void parametersMayLieInMemoryInAnyWay(boolean momentum) {
    // GIVEN a column of a matrix, and a matrix in column order
    INDArray matrix = Nd4j.createFromArray(new double[][] {{1, 2, 3}, {4, 5, 6}});
    Tensor column = Tensor.wrap(matrix.getColumn(1)).requiresGrad(true);
    Tensor turned = Tensor.wrap(matrix.dup('c').transpose()).requiresGrad(true);
    SGD sgd = new SGD(Map.of("column", column, "turned", turned), 1, momentum ? 0.5 : 0);

    // WHEN
    Tensor factors = Tensor.of(new double[] {1, 2, 3, 4, 5, 6}, 3, 2);
    column.sum().plus(turned.times(factors).sum()).backward();
    sgd.step();

    // THEN
    assertThat(Tensor.wrap(matrix)).hasValues(1, 1, 3, 4, 4, 6);
    assertThat(turned).hasValues(0, 2, -1, 1, -2, 0);
  }

  @Test
  void changesAScalar() {
    // GIVEN
    Tensor w = Tensor.scalar(3).requiresGrad(true);
    SGD sgd = new SGD(Map.of("w", w), 0.5, 0.9);

    // WHEN
    w.times(2).backward();
    sgd.step();

    // THEN
    assertThat(w).hasShape().hasValues(2);
  }

  // ---------------------------------------------------------------- state

  @Test
  void theStateMakesTheNextStepTheSame() {
    // GIVEN
    SGD first = new SGD(Map.of("a", a, "b", b), 0.1, 0.9);
    step(first);
    step(first);
    Tensor a2 = parameter(a.toDoubles(), 3);
    Tensor b2 = parameter(b.toDoubles(), 2, 1);
    SGD second = new SGD(Map.of("a", a2, "b", b2), 0.1, 0.9);

    // WHEN
    second.loadStateDict(first.stateDict());
    step(first);
    second.zeroGrad();
    loss(a2, b2).backward();
    second.step();

    // THEN
    assertThat(a2).isIdenticalTo(a);
    assertThat(b2).isIdenticalTo(b);
  }

  @Test
  void theStateIsACopyOnTheWayOutAndIn() {
    // GIVEN
    SGD sgd = new SGD(Map.of("a", a, "b", b), 0.1, 0.9);
    step(sgd);
    Map<String, Tensor> state = sgd.stateDict();
    double[] before = state.get("a").toDoubles();

    // WHEN
    sgd.loadStateDict(state);
    step(sgd);

    // THEN
    assertThat(state.get("a")).hasValues(before);
    assertThat(sgd.stateDict().get("a").toDoubles()).isNotEqualTo(before);
  }

  @Test
  void withoutMomentumThereIsNoState() {
    // GIVEN
    SGD sgd = new SGD(Map.of("a", a, "b", b), 0.1);

    // WHEN
    step(sgd);

    // THEN
    assertThat(sgd.stateDict()).isEmpty();
  }

  @Test
  void refusesTheStateOfAnUnknownParameter() {
    SGD sgd = new SGD(Map.of("a", a), 0.1, 0.9);

    assertThatThrownBy(() -> sgd.loadStateDict(Map.of("c", a)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the optimizer has no parameter named c");
  }

  @Test
  void refusesAStateOfAnotherShapeOrTypeAndKeepsItsOwn() {
    // GIVEN
    SGD sgd = new SGD(Map.of("a", a, "b", b), 0.1, 0.9);
    step(sgd);
    Map<String, Tensor> before = sgd.stateDict();

    // WHEN
    assertThatThrownBy(() -> sgd.loadStateDict(Map.of("a", Tensor.zeros(2))))
        // THEN
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the velocity of a is FLOAT [2], but the parameter is DOUBLE [3]");
    assertThatThrownBy(() -> sgd.loadStateDict(Map.of("a", Tensor.zeros(3))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the velocity of a is FLOAT [3], but the parameter is DOUBLE [3]");
    assertThat(sgd.stateDict().get("a")).isIdenticalTo(before.get("a"));
  }

  @Test
  void nesterovWantsMomentumInEveryGroup() {
    List<ParameterGroup> groups = List.of(group("a", a, 0.1).momentum(0.9), group("b", b, 0.1));

    assertThatThrownBy(() -> new SGD(groups, true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Nesterov's variant wants momentum in every group");
  }

  private void step(SGD sgd) {
    sgd.zeroGrad();
    loss().backward();
    sgd.step();
  }

  private Tensor loss() {
    return loss(a, b);
  }

  private static Tensor loss(Tensor a, Tensor b) {
    return a.pow(3).sum().div(3).plus(b.pow(2).sum()).plus(a.sum().times(b.sum()).times(0.5));
  }

  private static ParameterGroup group(String name, Tensor parameter, double learningRate) {
    return new ParameterGroup(Map.of(name, parameter), learningRate);
  }

  private static Tensor parameter(double[] values, long... shape) {
    return Tensor.of(values, shape).requiresGrad(true);
  }
}
