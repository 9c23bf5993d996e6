package ai.miniai.init;

import static ai.miniai.init.Lsuv.lsuvInit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.miniai.hooks.AppendStats;
import ai.miniai.hooks.Hook;
import ai.miniai.nn.Conv2d;
import ai.miniai.nn.Dropout;
import ai.miniai.nn.Flatten;
import ai.miniai.nn.GeneralRelu;
import ai.miniai.nn.Linear;
import ai.miniai.nn.Module;
import ai.miniai.nn.ReLU;
import ai.miniai.nn.Sequential;
import ai.miniai.nn.norm.BatchNorm1d;
import ai.miniai.random.Seed;
import ai.miniai.recording.Distribution;
import ai.miniai.tensor.Host;
import ai.miniai.tensor.MemoryScope;
import ai.miniai.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LsuvTest {
  private static final Offset<Double> TOLERANCE = within(1.1e-3);

  private Sequential model;
  private Tensor images;
  private Tensor rows;

  @BeforeEach
  void build() {
    Seed.set(1);
    model =
        new Sequential(
            new Sequential(new Conv2d(1, 4, 3, 2, 1), activation()),
            new Sequential(new Conv2d(4, 8, 3, 2, 1), activation()),
            new Flatten(),
            new Linear(32, 5),
            activation());
    float[] values = new float[3 * 64];
    for (int i = 0; i < values.length; i++) {
      values[i] = (i * 7 % 23 - 11) / 10f;
    }
    images = Tensor.of(values, 3, 1, 8, 8);
    rows = Tensor.randn(64, 6);
  }

  private static GeneralRelu activation() {
    return new GeneralRelu(0.1, 0.4);
  }

  /** The course's {@code lsuv_init} for each pair of modules, run by PyTorch 1.13. */
  @Test
  void givesTheWeightsThatTheCourseGives() {
    lsuvInit(model, images);

    assertParameter("0.0.weight", 0.98184073, -0.841051936, -0.369405538, 0.894388616);
    assertParameter("0.0.bias", -0.326076776, -0.67430383, -0.476127595, -0.773684621);
    assertParameter("1.0.bias", -0.432203054, -0.347304523, -0.226566449, -0.249447122);
    assertParameter("3.weight", -0.24254559, -0.24394919, 0.109251104, 0.0453700684);
    assertParameter("3.bias", -0.224855125, -0.433913946, -0.465118349, -0.279375732);
  }

  @Test
  void takesPairsInTheOrderInWhichTheyRun() {
    // GIVEN
    Module first = model.namedModules().get("0.0");
    Module second = model.namedModules().get("1.0");
    LsuvPair behind = new LsuvPair(second, second);
    LsuvPair before = new LsuvPair(first, first);

    // WHEN
    lsuvInit(model, List.of(behind, before), images);

    // THEN
    assertNormal(first, images);
    assertNormal(second, images);
  }

  @Test
  void findsTheOrderWhereModulesDoNotRunAsTheyAreListed() {
    // GIVEN
    Backwards backwards = new Backwards();
    model = new Sequential(backwards);

    // WHEN
    lsuvInit(model, rows);

    // THEN
    assertNormal(backwards.firstActivation, rows);
    assertNormal(backwards.lastActivation, rows);
  }

  /** Runs its parts from the last to the first. */
  private static final class Backwards extends Module {
    private final Module last = child("last", new Linear(3, 2));
    private final Module lastActivation = child("lastActivation", activation());
    private final Module first = child("first", new Linear(6, 3));
    private final Module firstActivation = child("firstActivation", activation());

    @Override
    protected Tensor forward(Tensor x) {
      return lastActivation.call(last.call(firstActivation.call(first.call(x))));
    }
  }

  @Test
  void bringsOneLayerIntoOrderAndLeavesTheOthers() {
    // GIVEN
    model = new Sequential(new Linear(6, 3), activation(), new Linear(3, 2));
    Map<String, Tensor> before = model.stateDict();

    // WHEN
    lsuvInit(model, model.get(1), model.get(0), rows);

    // THEN
    assertNormal(model.get(1), rows);
    assertThat(values("2.weight")).isEqualTo(before.get("2.weight").toDoubles());
  }

  @Test
  void aLayerWithoutABiasOnlyGetsItsDeviation() {
    // GIVEN
    model = new Sequential(new Linear(6, 3, false), activation());

    // WHEN
    lsuvInit(model, rows);

    // THEN
    assertThat(output(model.get(1), rows).std()).isCloseTo(1, TOLERANCE);
  }

  @Test
  void dropoutDoesNotDisturb() {
    // GIVEN
    model = new Sequential(new Linear(6, 8), new Dropout(0.5), activation());

    // WHEN
    lsuvInit(model, rows);

    // THEN
    model.eval();
    assertNormal(model.get(2), rows);
  }

  @Test
  void modesAndRunningStatisticsAreAsBefore() {
    // GIVEN
    BatchNorm1d norm = new BatchNorm1d(3);
    model = new Sequential(new Linear(6, 3), activation(), norm, new Sequential(new Dropout(0.5)));
    model.eval();
    norm.train();

    // WHEN
    lsuvInit(model, rows);

    // THEN
    assertThat(model.modules()).filteredOn(Module::training).containsExactly(norm);
    assertThat(values("2.running_mean")).containsOnly(0);
    assertThat(values("2.num_batches_tracked")).containsOnly(0);
  }

  @Test
  void namesADeadLayerAndLeavesTheModelAsItWas() {
    // GIVEN
    model =
        new Sequential(
            new Linear(6, 3), activation(), new Sequential(new Linear(3, 2), new ReLU()));
    Map<String, Tensor> before = model.stateDict();

    // THEN
    assertThatThrownBy(() -> lsuvInit(model, rows))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageMatching(
            "after \\d+ changes of 2.0, Linear\\(3, 2\\), the output of 2.1, ReLU\\(\\) has mean 0.0"
                + " and deviation 0.0, and cannot be brought to 0 and 1: .*");
    before.forEach((name, value) -> assertThat(values(name)).isEqualTo(value.toDoubles()));
    assertThat(readsOfAForwardPass()).isZero();
  }

  @Test
  void namesALayerWhoseOutputIsNotANumber() {
    rows.array().putScalar(0, Float.NaN);

    assertThatThrownBy(() -> lsuvInit(new Sequential(new Linear(6, 3), activation()), rows))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("after 0 changes of 0, Linear(6, 3)")
        .hasMessageContaining("deviation NaN");
  }

  @Test
  void leavesNoHookBehind() {
    model = new Sequential(new Linear(6, 3), activation());

    lsuvInit(model, rows);

    assertThat(readsOfAForwardPass()).isZero();
  }

  @Test
  void saysWhichModulesDoNotServe() {
    Module unused = new Linear(1, 1);
    model = new Sequential(new Linear(6, 3), activation());

    assertThatThrownBy(() -> lsuvInit(model, unused, model.get(0), rows))
        .hasMessageStartingWith("Linear(1, 1) is no part of this Sequential()");
    assertThatThrownBy(() -> lsuvInit(model, model.get(1), model.get(1), rows))
        .hasMessageStartingWith("1, GeneralRelu(leak 0.1, sub 0.4) has no weight to change");
    assertThatThrownBy(() -> lsuvInit(new Sequential(new ReLU()), rows))
        .hasMessageStartingWith("no Linear, Conv1d, Conv2d or ConvTranspose2d hands its");
  }

  @Test
  void saysWhichModuleDoesNotRun() {
    Lazy lazy = new Lazy();

    assertThatThrownBy(() -> lsuvInit(lazy, lazy.part, lazy.part, rows))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("part, Linear(6, 3) does not run in a forward pass of the model");
  }

  /** Does not run its part. */
  private static final class Lazy extends Module {
    private final Module part = child("part", new Linear(6, 3));

    @Override
    protected Tensor forward(Tensor x) {
      return x;
    }
  }

  /** A hook with statistics would make the scope read them when it closes. */
  private long readsOfAForwardPass() {
    long before = Host.reads();
    try (MemoryScope ignored = MemoryScope.open()) {
      model.call(rows);
    }
    return Host.reads() - before;
  }

  private void assertNormal(Module module, Tensor batch) {
    Distribution output = output(module, batch);
    assertThat(output.mean()).isCloseTo(0, TOLERANCE);
    assertThat(output.std()).isCloseTo(1, TOLERANCE);
  }

  private Distribution output(Module module, Tensor batch) {
    try (Hook hook = new Hook(module, new AppendStats())) {
      model.call(batch);
      return hook.stats().last();
    }
  }

  private double[] values(String name) {
    return model.stateDict().get(name).toDoubles();
  }

  private void assertParameter(String name, double... start) {
    double[] values = values(name);
    for (int i = 0; i < start.length; i++) {
      assertThat(values[i]).as("%s at %s", name, i).isCloseTo(start[i], within(1e-4));
    }
  }
}
