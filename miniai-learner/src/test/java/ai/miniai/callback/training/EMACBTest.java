package ai.miniai.callback.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import ai.miniai.callback.Callback;
import ai.miniai.callback.CancelBatchException;
import ai.miniai.callback.CancelEpochException;
import ai.miniai.callback.CancelFitException;
import ai.miniai.callback.progress.MetricsCB;
import ai.miniai.callback.schedule.LRFinderCB;
import ai.miniai.callback.tracker.CheckpointCB;
import ai.miniai.callback.tracker.Monitor;
import ai.miniai.io.Safetensors;
import ai.miniai.learner.Learner;
import ai.miniai.learner.Toy;
import ai.miniai.learner.TrainLearner;
import ai.miniai.loss.Losses;
import ai.miniai.nn.Linear;
import ai.miniai.nn.Module;
import ai.miniai.nn.ReLU;
import ai.miniai.nn.Sequential;
import ai.miniai.nn.norm.BatchNorm1d;
import ai.miniai.random.Seed;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EMACBTest {
  @TempDir Path folder;

  private static Module model() {
    Seed.set(7);
    return new Sequential(
        new Linear(Toy.CLASSES, 8), new BatchNorm1d(8), new ReLU(), new Linear(8, Toy.CLASSES));
  }

  private static Learner learner(Callback... callbacks) {
    return new TrainLearner(model(), Toy.data(), Losses::crossEntropy, 0.1, callbacks);
  }

  private static Map<String, double[]> state(Module model) {
    Map<String, double[]> state = new LinkedHashMap<>();
    model.stateDict().forEach((name, value) -> state.put(name, value.toDoubles()));
    return state;
  }

  private static Map<String, double[]> averaged(EMACB average) {
    Module copy = model();
    average.copyTo(copy);
    return state(copy);
  }

  private static void assertSame(Map<String, double[]> actual, Map<String, double[]> expected) {
    assertThat(actual).usingRecursiveComparison().isEqualTo(expected);
  }

  /** Keeps what the model holds after each step, and in each validation batch. */
  private static final class States extends Callback {
    private final List<Map<String, double[]>> trained = new ArrayList<>();
    private final List<Map<String, double[]>> validated = new ArrayList<>();

    @Override
    public void afterStep() {
      trained.add(state(model()));
    }

    @Override
    public void afterPredict() {
      if (!training()) {
        validated.add(state(model()));
      }
    }

    Map<String, double[]> last() {
      return trained.get(trained.size() - 1);
    }
  }

  // ---------------------------------------------------------------- the average

  @Property(tries = 20)
  void itIsTheMeanOfAllStepsWithTheWeightsOfTimm(
      @ForAll @DoubleRange(min = 0, max = 0.99) double decay,
      @ForAll @IntRange(max = 5) int start,
      @ForAll boolean warmup) {
    // GIVEN
    EMACB average = new EMACB(decay).updateAfterStep(start);
    States states = new States();
    // WHEN
    learner(warmup ? average.useWarmup() : average, states).fit(3);
    // THEN
    Map<String, double[]> actual = averaged(average);
    Map<String, double[]> expected = expected(states.trained, decay, start, warmup);
    expected.forEach(
        (name, values) -> assertThat(actual.get(name)).containsExactly(values, offset(1e-6)));
  }

  private static Map<String, double[]> expected(
      List<Map<String, double[]>> steps, double decay, int start, boolean warmup) {
    Map<String, double[]> mean = new LinkedHashMap<>();
    for (int step = 1; step <= steps.size(); step++) {
      int averaged = step - start - 1;
      double warm = 1 - 1 / Math.pow(1 + averaged, 2.0 / 3);
      double kept = averaged <= 0 ? 0 : warmup ? Math.min(decay, warm) : decay;
      steps
          .get(step - 1)
          .forEach(
              (name, now) -> {
                double k = name.contains("running") || name.contains("tracked") ? 0 : kept;
                double[] old = mean.getOrDefault(name, new double[now.length]);
                double[] moved = new double[now.length];
                for (int i = 0; i < now.length; i++) {
                  moved[i] = k * old[i] + (1 - k) * now[i];
                }
                mean.put(name, moved);
              });
    }
    return mean;
  }

  @Test
  void whatIsNotTrainedStaysTheSameToTheLastBit() {
    // GIVEN
    EMACB average = new EMACB(0.7);
    Learner learner = learner(average);
    Module first = learner.model().children().get(0);
    first.freeze();
    // WHEN
    learner.fit(3);
    // THEN
    assertThat(averaged(average).get("0.weight"))
        .containsExactly(first.parameters().get("weight").toDoubles());
  }

  @Test
  void accumulatedBatchesAreOneStep() {
    // GIVEN two batches in an epoch, so one step
    EMACB average = new EMACB(0.5);
    States states = new States();
    // WHEN
    learner(new GradientAccumulationCB(2), average, states).fit(2);
    // THEN
    double first = states.trained.get(1).get("3.bias")[0];
    double second = states.trained.get(3).get("3.bias")[0];
    assertThat(averaged(average).get("3.bias")[0]).isCloseTo((first + second) / 2, offset(1e-7));
  }

  @Test
  void aLaterFitStartsAnew() {
    // GIVEN
    EMACB average = new EMACB(0.9);
    Learner learner = learner(average);
    learner.fit(2);
    // WHEN
    learner.fit(0);
    // THEN
    assertSame(averaged(average), state(learner.model()));
  }

  @Test
  void aSearchForARateLeavesItAlone() {
    // GIVEN
    EMACB average = new EMACB(0.9);
    Learner learner = learner(average);
    learner.fit(1);
    Map<String, double[]> before = averaged(average);
    // WHEN
    LRFinderCB.lrFind(learner, 2, 3, 1e-3, 2);
    // THEN
    assertSame(averaged(average), before);
  }

  // ---------------------------------------------------------------- in validation

  @Test
  void validatesWithTheAverageAndTrainsAsWithoutIt() {
    // GIVEN
    EMACB average = new EMACB(0.9).inValidation();
    States states = new States();
    States plain = new States();
    // WHEN
    Learner learner = learner(average, states);
    learner.fit(2);
    learner(plain).fit(2);
    // THEN
    assertThat(states.trained).usingRecursiveComparison().isEqualTo(plain.trained);
    assertSame(states.validated.get(3), averaged(average));
    assertThat(states.validated.get(3).get("0.weight")).isNotEqualTo(states.last().get("0.weight"));
    assertSame(state(learner.model()), states.last());
  }

  @Test
  void theBestWeightsAreThoseThatWereValidated() {
    // GIVEN
    States states = new States();
    CheckpointCB saver = new CheckpointCB(folder).best(Monitor.min("loss"));
    MetricsCB metrics = new MetricsCB().log(row -> {});
    // WHEN
    learner(new EMACB(0.9).inValidation(), metrics, saver, states).fit(1);
    // THEN
    Module best = model();
    best.loadStateDict(Safetensors.read(folder.resolve(CheckpointCB.BEST)).tensors());
    assertSame(state(best), states.validated.get(0));
  }

  /** Throws this in the first validation pass, at one of its events. */
  private static final class Incident extends Callback {
    private final Supplier<RuntimeException> thrown;
    private final int at;
    private int events;

    Incident(int at, Supplier<RuntimeException> thrown) {
      this.at = at;
      this.thrown = thrown;
    }

    private void count() {
      if (!training() && events++ == at) {
        throw thrown.get();
      }
    }

    @Override
    public void beforeEpoch() {
      count();
    }

    @Override
    public void beforeBatch() {
      count();
    }

    @Override
    public void afterLoss() {
      count();
    }

    @Override
    public void cleanupBatch() {
      count();
    }

    @Override
    public void afterEpoch() {
      count();
    }

    @Override
    public void cleanupEpoch() {
      count();
    }

    @Override
    public String toString() {
      return "event " + at + ", " + thrown.get();
    }
  }

  static Stream<Incident> incidents() {
    return Stream.<Supplier<RuntimeException>>of(
            CancelFitException::new,
            CancelEpochException::new,
            CancelBatchException::new,
            () -> new IllegalStateException("by intent"))
        .flatMap(
            thrown ->
                Stream.iterate(0, at -> at < 9, at -> at + 1).map(at -> new Incident(at, thrown)));
  }

  @ParameterizedTest
  @MethodSource("incidents")
  void theWeightsOfTheTrainingComeBackHoweverTheValidationEnds(Incident incident) {
    // GIVEN the incident before the average is taken, and after it
    for (Callback[] callbacks :
        new Callback[][] {
          {new EMACB(0.9).inValidation(), incident},
          {new Incident(incident.at, incident.thrown), new EMACB(0.9).inValidation()}
        }) {
      States states = new States();
      Learner learner = learner(callbacks[0], callbacks[1], states);
      // WHEN
      try {
        learner.fit(1);
      } catch (RuntimeException failed) {
        assertThat(failed).hasMessageContaining("failed in");
      }
      // THEN
      assertSame(state(learner.model()), states.last());
    }
  }

  // ---------------------------------------------------------------- mistakes

  @Test
  void thereIsNoAverageBeforeAFit() {
    assertThatThrownBy(() -> new EMACB(0.9).copyTo(model()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("there is no average yet: fit with this callback first");
  }

  @Test
  void refusesAModelOfAnotherKind() {
    // GIVEN
    EMACB average = new EMACB(0.9);
    learner(average).fit(1);
    // WHEN, THEN
    assertThatThrownBy(() -> average.copyTo(new Linear(2, 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the state does not fit the model");
  }

  @Test
  void aFitTakesOneOnly() {
    assertThatThrownBy(() -> learner(new EMACB(0.9), new EMACB(0.99)).fit(1))
        .hasMessageContaining("a fit takes one EMACB");
  }

  @Test
  void refusesSettingsOutOfRange() {
    assertThatThrownBy(() -> new EMACB(1)).hasMessage("the decay must lie in [0, 1), not 1.0");
    assertThatThrownBy(() -> new EMACB(Double.NaN)).hasMessageContaining("not NaN");
    assertThatThrownBy(() -> new EMACB(0.9).updateAfterStep(-1))
        .hasMessage("an average starts after 0 steps or more, not -1");
  }
}
