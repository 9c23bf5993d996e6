package ai.miniai.optim;

import static ai.miniai.tensor.TensorAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.miniai.tensor.MemoryScope;
import ai.miniai.tensor.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Adam, AdamW and RMSProp: steps as those of PyTorch 1.13, in float64. */
class AdaptiveOptimizersTest {
  private record Case(
      String name, Function<Map<String, Tensor>, Optimizer> optimizer, double... expected) {
    @Override
    public String toString() {
      return name;
    }
  }

  private final Tensor a = parameter(new double[] {1, -2, 0.5}, 3);
  private final Tensor b = parameter(new double[] {0.3, -0.7}, 2, 1);

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void fourStepsAreThoseOfPyTorch(Case given) {
    // GIVEN
    Optimizer optimizer = given.optimizer.apply(Map.of("a", a, "b", b));

    // WHEN
    for (int i = 0; i < 4; i++) {
      try (MemoryScope step = MemoryScope.open()) {
        step(optimizer, a, b);
      }
    }

    // THEN
    double[] e = given.expected;
    assertThat(a).within(1e-10).hasValues(e[0], e[1], e[2]);
    assertThat(b).within(1e-10).hasValues(e[3], e[4]);
  }

  static Stream<Case> cases() {
    return Stream.of(
        new Case(
            "Adam",
            p -> new Adam(p, 0.1),
            0.613272160917,
            -2.40117194714,
            0.40523501488,
            0.157578274594,
            -0.301446659078),
        new Case(
            "Adam with weight decay",
            p -> new Adam(group(p, 0.1, 0), 0.9, 0.999, 1e-8),
            0.611969732214,
            -2.4011726896,
            0.297554498151,
            0.152265057996,
            -0.30123963041),
        new Case(
            "Adam with other betas",
            p -> new Adam(group(p, 0, 0), 0.5, 0.8, 0.01),
            0.633206407208,
            -2.40695133285,
            0.358538477538,
            0.238609258991,
            -0.307642619003),
        new Case(
            "AdamW",
            p -> new AdamW(p, 0.1),
            0.610067129407,
            -2.39258229138,
            0.404202535596,
            0.156959600691,
            -0.29928831814),
        new Case(
            "AdamW without weight decay",
            p -> new AdamW(group(p, 0, 0), 0.9, 0.999, 1e-8),
            0.613272160917,
            -2.40117194714,
            0.40523501488,
            0.157578274594,
            -0.301446659078),
        new Case(
            "AdamW with more weight decay",
            p -> new AdamW(group(p, 0.1, 0), 0.9, 0.999, 1e-8),
            0.581763440431,
            -2.31635017201,
            0.394931426838,
            0.151500410654,
            -0.280215016913),
        new Case(
            "RMSProp",
            p -> new RMSProp(p, 0.1),
            -1.11638575459,
            -5.56724398267,
            -3.15319414127,
            1.29672881204,
            1.72135452715),
        new Case(
            "RMSProp with momentum",
            p -> new RMSProp(group(p, 0, 0.9), 0.99, 1e-8),
            -4.23528399017,
            -10.6036415781,
            -7.7360413841,
            1.8946669911,
            4.78571269905),
        new Case(
            "RMSProp with weight decay",
            p -> new RMSProp(group(p, 0.1, 0), 0.99, 1e-8),
            -1.00588309354,
            -5.57405731955,
            -2.45885266892,
            1.16963042441,
            1.51125274024),
        new Case(
            "RMSProp with both",
            p -> new RMSProp(group(p, 0.1, 0.9), 0.99, 1e-8),
            -4.20247276342,
            -10.6166087079,
            -5.81693785465,
            1.82779546003,
            4.08406215834),
        new Case(
            "RMSProp with another alpha",
            p -> new RMSProp(group(p, 0, 0), 0.5, 0.01),
            0.588165532568,
            -2.4865133593,
            0.27020738193,
            0.35667833357,
            -0.248831609491));
  }

  @Test
  void theMomentumOfAGroupIsBeta1AndMayChangeBetweenSteps() {
    // GIVEN
    Adam adam = new Adam(Map.of("a", a, "b", b), 0.1);

    // WHEN
    for (double beta1 : new double[] {0.95, 0.9, 0.85, 0.9}) {
      adam.groups().get(0).momentum(beta1);
      step(adam, a, b);
    }

    // THEN
    assertThat(a).within(1e-10).hasValues(0.675178260046, -2.35423783882, 0.410377440985);
    assertThat(b).within(1e-10).hasValues(0.207171988276, -0.355879166921);
  }

  @Test
  void refusesAMomentumThatNoBeta1CanBe() {
    // GIVEN
    Adam adam = new Adam(Map.of("a", a, "b", b), 0.1);
    adam.groups().get(0).momentum(1);

    // WHEN, THEN
    assertThatThrownBy(() -> step(adam, a, b))
        .hasMessage("the momentum, which is beta1 here, must lie in [0, 1), not 1.0");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void theStateMakesTheNextStepTheSame(Case given) {
    // GIVEN
    Optimizer first = given.optimizer.apply(Map.of("a", a, "b", b));
    step(first, a, b);
    step(first, a, b);
    Tensor a2 = parameter(a.toDoubles(), 3);
    Tensor b2 = parameter(b.toDoubles(), 2, 1);
    Optimizer second = given.optimizer.apply(Map.of("a", a2, "b", b2));

    // WHEN
    second.loadStateDict(first.stateDict());
    step(first, a, b);
    step(second, a2, b2);

    // THEN
    assertThat(a2).isIdenticalTo(a);
    assertThat(b2).isIdenticalTo(b);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void parametersMayLieInMemoryInAnyWay(Case given) {
    // GIVEN a column of a matrix, and a matrix in column order
    INDArray matrix = Nd4j.createFromArray(new double[][] {{7, 1, 7}, {7, -2, 7}, {7, 0.5, 7}});
    INDArray row = Nd4j.createFromArray(new double[][] {{0.3, -0.7}});
    Tensor column = Tensor.wrap(matrix.getColumn(1)).requiresGrad(true);
    Tensor turned = Tensor.wrap(row.transpose()).requiresGrad(true);
    Optimizer optimizer = given.optimizer.apply(Map.of("a", column, "b", turned));

    // WHEN
    for (int i = 0; i < 4; i++) {
      step(optimizer, column, turned);
    }

    // THEN
    double[] e = given.expected;
    assertThat(Tensor.wrap(matrix)).within(1e-10).hasValues(7, e[0], 7, 7, e[1], 7, 7, e[2], 7);
    assertThat(Tensor.wrap(row)).within(1e-10).hasValues(e[3], e[4]);
  }

  @Test
  void theStateIsACopyWithNamesLikeThoseOfPyTorch() {
    // GIVEN
    Adam adam = new Adam(Map.of("a", a, "b", b), 0.1);
    a.sum().backward();
    adam.step();

    // WHEN
    Map<String, Tensor> state = adam.stateDict();
    adam.step();

    // THEN
    assertThat(state).containsOnlyKeys("a.step", "a.exp_avg", "a.exp_avg_sq");
    assertThat(state.get("a.step")).hasShape().hasValues(1);
    assertThat(state.get("a.exp_avg")).hasShape(3).hasValues(0.1, 0.1, 0.1);
    assertThat(adam.stateDict().get("a.step")).hasValues(2);
  }

  @Test
  void theGradientIsNotChanged() {
    for (Case given : cases().toList()) {
      Optimizer optimizer = given.optimizer.apply(Map.of("a", a));
      a.zeroGrad();
      a.times(2).sum().backward();
      optimizer.step();
      assertThat(a.grad()).as(given.name).hasValues(2, 2, 2);
    }
  }

  @Test
  void refusesAStateThatDoesNotFitAndKeepsItsOwn() {
    // GIVEN
    Adam adam = new Adam(Map.of("a", a), 0.1);
    step(adam, a, b);
    Map<String, Tensor> before = adam.stateDict();

    // THEN
    refuses(adam, Map.of("c.step", Tensor.of(1)), "the optimizer has no parameter named c");
    refuses(
        adam,
        Map.of("a.velocity", a),
        "a.velocity is not known: for each parameter there are step and exp_avg, exp_avg_sq");
    refuses(adam, Map.of("a.exp_avg", a), "a.step is missing");
    Map<String, Tensor> wrong = new HashMap<>(before);
    wrong.put("a.exp_avg", Tensor.zeros(2));
    refuses(adam, wrong, "a.exp_avg is FLOAT [2], but the parameter is DOUBLE [3]");
    adam.stateDict().forEach((name, value) -> assertThat(value).isIdenticalTo(before.get(name)));
  }

  @Test
  void refusesImpossibleSettings() {
    List<ParameterGroup> groups = group(Map.of("a", a), 0, 0);

    assertThatThrownBy(() -> new Adam(groups, 1, 0.9, 1e-8))
        .hasMessage("beta1 must lie in [0, 1), not 1.0");
    assertThatThrownBy(() -> new AdamW(groups, 0.9, -1, 1e-8))
        .hasMessage("beta2 must lie in [0, 1), not -1.0");
    assertThatThrownBy(() -> new Adam(groups, 0.9, 0.9, -1)).hasMessageContaining("eps");
    assertThatThrownBy(() -> new RMSProp(groups, 2, 1e-8)).hasMessageContaining("alpha");
    assertThatThrownBy(() -> new RMSProp(groups, 0.9, Double.NaN)).hasMessageContaining("eps");
  }

  private static void refuses(Optimizer optimizer, Map<String, Tensor> state, String message) {
    assertThatThrownBy(() -> optimizer.loadStateDict(state))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  private static void step(Optimizer optimizer, Tensor a, Tensor b) {
    a.zeroGrad();
    b.zeroGrad();
    Tensor cubes = a.pow(3).sum().div(3);
    cubes.plus(b.pow(2).sum()).plus(a.sum().times(b.sum()).times(0.5)).backward();
    optimizer.step();
  }

  private static List<ParameterGroup> group(
      Map<String, Tensor> parameters, double weightDecay, double momentum) {
    return List.of(new ParameterGroup(parameters, 0.1).weightDecay(weightDecay).momentum(momentum));
  }

  private static Tensor parameter(double[] values, long... shape) {
    return Tensor.of(values, shape).requiresGrad(true);
  }

  @Test
  void optionsAreThoseOfPyTorch() {
    assertThat(trained(p -> new Adam(p, 0.1).betas(0.8, 0.95).eps(1e-3).weightDecay(0.1)))
        .within(1e-6)
        .hasValues(0.6057608, -1.6024475, 2.6027572);
    assertThat(trained(p -> new AdamW(p, 0.1).betas(0.8, 0.95).eps(1e-3).weightDecay(0.1)))
        .within(1e-6)
        .hasValues(0.5730416, -1.530144, 2.7359741);
    assertThatThrownBy(() -> new Adam(Map.of("a", a), 0.1).betas(0.9, 1))
        .hasMessageContaining("beta2 must lie in [0, 1), not 1.0");
    assertThatThrownBy(() -> new AdamW(Map.of("a", a), 0.1).eps(-1))
        .hasMessageContaining("eps must be finite and not negative, not -1.0");
  }

  private static Tensor trained(Function<Map<String, Tensor>, Optimizer> optimizer) {
    Tensor w = parameter(new double[] {1, -2, 3}, 3);
    Optimizer steps = optimizer.apply(Map.of("w", w));
    for (int i = 0; i < 4; i++) {
      w.square().times(Tensor.of(new double[] {1, 0.5, 1e-4}, 3)).sum().backward();
      steps.step();
      w.zeroGrad();
    }
    return w;
  }
}
