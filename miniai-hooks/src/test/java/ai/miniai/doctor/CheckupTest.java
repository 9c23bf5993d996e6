package ai.miniai.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.miniai.data.DataLoaders;
import ai.miniai.data.Dataset;
import ai.miniai.data.Sample;
import ai.miniai.learner.Learner;
import ai.miniai.learner.TrainLearner;
import ai.miniai.loss.LossFunction;
import ai.miniai.loss.Losses;
import ai.miniai.nn.Dropout;
import ai.miniai.nn.Linear;
import ai.miniai.nn.Module;
import ai.miniai.nn.ReLU;
import ai.miniai.nn.Sequential;
import ai.miniai.nn.Softmax;
import ai.miniai.nn.norm.BatchNorm1d;
import ai.miniai.optim.AdamW;
import ai.miniai.random.Seed;
import ai.miniai.tensor.Tensor;
import com.google.common.collect.Maps;
import com.google.common.primitives.Doubles;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A look at a learner before its fit: points in the plane, whose larger coordinate is the class.
 */
class CheckupTest {
  private static Learner learner(Module model, LossFunction loss) {
    return new TrainLearner(model, Points.of(30, 4), loss, 0.1);
  }

  /** With all that a training step changes: weights, running means, random numbers. */
  private static Learner learner() {
    Seed.set(1);
    Sequential model =
        new Sequential(
            new Linear(2, 16),
            new BatchNorm1d(16),
            new ReLU(),
            new Dropout(0.2),
            new Linear(16, 2));
    return learner(model, Losses::crossEntropy).optimizer(AdamW::new).keepOptimizer(true);
  }

  @Test
  void seesASoftmaxBeforeCrossEntropy() {
    Seed.set(1);
    Learner learner =
        learner(
            new Sequential(new Linear(2, 16), new ReLU(), new Linear(16, 2), new Softmax(1)),
            Losses::crossEntropy);
    Finding finding = new Doctor().checkup(learner).headline().orElseThrow();
    assertThat(finding.pattern()).isEqualTo(Pattern.OUTPUT_MISMATCH);
    assertThat(finding.place()).startsWith("3 (Softmax");
  }

  @Test
  void seesWhatTheOptimizerDoesNotHave() {
    Learner learner =
        learner()
            .optimizer(
                (all, lr) -> new AdamW(Maps.filterKeys(all, path -> !path.startsWith("0.")), lr));
    Finding finding = new Doctor().checkup(learner).headline().orElseThrow();
    assertThat(finding.pattern()).isEqualTo(Pattern.NEVER_LEARNS);
    assertThat(finding.says())
        .isEqualTo("The optimizer does not have 2 parameters of the model: 0.weight, 0.bias.");
  }

  @Test
  void layersThatAreFrozenAreOnlyNoted() {
    Learner learner = learner();
    learner.model().children().get(0).freeze();
    Finding finding = new Doctor().checkup(learner).finding(Pattern.NEVER_LEARNS).orElseThrow();
    assertThat(finding.severity()).isEqualTo(Severity.NOTE);
    assertThat(finding.says()).startsWith("2 parameters are frozen");
  }

  @Test
  void findsNothingToWarnOfInAGoodNetwork() {
    assertThat(new Doctor().checkup(learner()).findings())
        .noneMatch(finding -> finding.severity() != Severity.NOTE);
  }

  private static Map<String, List<Double>> values(Map<String, Tensor> state) {
    Map<String, List<Double>> values = new LinkedHashMap<>();
    state.forEach((name, tensor) -> values.put(name, Doubles.asList(tensor.toDoubles())));
    return values;
  }

  @Test
  void leavesEverythingAsItWas() {
    // GIVEN two learners after an epoch, of which one has a checkup
    Learner plain = learner();
    plain.fit(1);
    Seed.State expected = Seed.state();
    Learner examined = learner();
    examined.fit(1);
    // WHEN
    new Doctor().checkup(examined);
    // THEN
    assertThat(Seed.state()).isEqualTo(expected);
    assertThat(values(examined.model().stateDict())).isEqualTo(values(plain.model().stateDict()));
    assertThat(values(examined.opt().stateDict())).isEqualTo(values(plain.opt().stateDict()));
    assertThat(examined.model().training()).isEqualTo(plain.model().training());
    // WHEN both go on
    examined.fit(1);
    Seed.restore(expected);
    plain.fit(1);
    // THEN
    assertThat(values(examined.model().stateDict())).isEqualTo(values(plain.model().stateDict()));
  }

  @Test
  void aFailureLeavesEverythingAsItWasToo() {
    // GIVEN a loss that fails in the fifth batch
    int[] batches = {0};
    Seed.set(1);
    Learner learner =
        learner(
            new Sequential(new Linear(2, 2)),
            (output, target) -> {
              batches[0]++;
              if (batches[0] > 20) {
                throw new IllegalStateException("no more");
              }
              return Losses.crossEntropy(output, target);
            });
    var before = values(learner.model().stateDict());
    Seed.State chance = Seed.state();
    // THEN
    assertThatThrownBy(() -> new Doctor().checkup(learner))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no more");
    assertThat(values(learner.model().stateDict())).isEqualTo(before);
    assertThat(Seed.state()).isEqualTo(chance);
  }

  private static Dataset numbers(IntFunction<double[]> item) {
    return Dataset.of(
        IntStream.range(0, 64)
            .mapToObj(item)
            .map(row -> Sample.tuple(new double[] {row[0], row[1]}, new double[] {row[2]}))
            .toList());
  }

  private static Diagnosis checkup(Dataset data) {
    Seed.set(1);
    Sequential model = new Sequential(new Linear(2, 8), new ReLU(), new Linear(8, 1));
    return new Doctor()
        .checkup(new TrainLearner(model, DataLoaders.of(data, data, 8), Losses::mse, 0.01));
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY})
  void seesADamagedTarget(double damaged) {
    Diagnosis diagnosis =
        checkup(numbers(i -> new double[] {i % 8 - 4, i % 5 - 2, i == 40 ? damaged : i % 3}));
    assertThat(diagnosis.headline().orElseThrow().pattern()).isEqualTo(Pattern.NON_FINITE_TARGET);
  }

  @Test
  void countsItemsThatContradictOthers() {
    // GIVEN 64 items, of which four are items before them, with another target
    Diagnosis diagnosis =
        checkup(
            numbers(
                i -> {
                  int same = i % 16 == 15 ? i - 1 : i;
                  return new double[] {Math.sin(same), Math.cos(same), Math.sin(i)};
                }));
    assertThat(diagnosis.finding(Pattern.CONFLICTING_TARGETS).orElseThrow().says())
        .startsWith("8 of the training items");
  }

  @Test
  void itemsThatComeAgainInTheNextEpochAreNoContradiction() {
    Diagnosis diagnosis =
        checkup(numbers(i -> new double[] {Math.sin(i), Math.cos(i), Math.sin(2.0 * i)}));
    assertThat(diagnosis.finding(Pattern.CONFLICTING_TARGETS)).isEmpty();
  }
}
