package ai.miniai.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.miniai.callback.schedule.BatchSchedCB;
import ai.miniai.callback.tracker.CheckpointCB;
import ai.miniai.data.DataLoader;
import ai.miniai.data.DataLoaders;
import ai.miniai.data.Dataset;
import ai.miniai.data.Sample;
import ai.miniai.learner.Learner;
import ai.miniai.learner.TrainLearner;
import ai.miniai.loss.Losses;
import ai.miniai.nn.Linear;
import ai.miniai.nn.Module;
import ai.miniai.nn.ReLU;
import ai.miniai.nn.Sequential;
import ai.miniai.optim.schedule.OneCycle;
import ai.miniai.random.Seed;
import ai.miniai.recording.LayerStats;
import ai.miniai.recording.Quantity;
import ai.miniai.recording.Recording;
import ai.miniai.tensor.Tensor;
import com.google.common.collect.Iterables;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The doctor in real fits: points in the plane, of which the larger coordinate is the class. */
class DoctorCBTest {
  private final List<Diagnosis> told = new ArrayList<>();

  @BeforeEach
  void seed() {
    Seed.set(1);
  }

  private DoctorCB doctor(boolean stop) {
    DoctorCB doctor = new DoctorCB().onDiagnosis(told::add);
    return stop ? doctor.stopping() : doctor;
  }

  private static Sequential network() {
    return new Sequential(new Linear(2, 16), new ReLU(), new Linear(16, 2));
  }

  private static Learner learner(Module model, double side, double lr, DoctorCB doctor) {
    return new TrainLearner(model, Points.of(60, side), Losses::crossEntropy, lr, doctor);
  }

  private Finding found(Pattern pattern) {
    return Iterables.getLast(told).finding(pattern).orElseThrow();
  }

  @Test
  void findsNothingInGoodHealth() {
    learner(network(), 3, 0.3, doctor(false)).fit(2);
    assertThat(told).isEmpty();
  }

  @Test
  void stopsAFitThatIsLostAndSaysWhy() {
    // GIVEN
    DoctorCB doctor = doctor(true);
    Learner learner = learner(network(), 3, 1e25, doctor);
    // WHEN
    learner.fit(2);
    // THEN
    assertThat(learner.epoch()).isZero();
    assertThat(learner.cancelReason().orElseThrow())
        .startsWith("the doctor found SICK: updates too large");
    assertThat(doctor.diagnosis().isSick()).isTrue();
  }

  @Test
  void goesOnIfItIsNotToStop() {
    Learner learner = learner(network(), 3, 1e25, doctor(false));
    learner.fit(2);
    assertThat(learner.cancelReason()).isEmpty();
  }

  @Test
  void tellsOfEachPatternOnce() {
    // GIVEN a layer that is not trained
    Sequential model = network();
    model.children().get(0).freeze();
    // WHEN
    learner(model, 3, 0.3, doctor(false)).fit(2);
    // THEN
    assertThat(told).hasSize(1);
    assertThat(told.get(0).headline().orElseThrow())
        .returns(Pattern.NEVER_LEARNS, Finding::pattern)
        .returns("0.weight", Finding::path);
  }

  @Test
  void namesTheLargestRateOfASchedule() {
    DoctorCB doctor = doctor(false);
    var schedule = new BatchSchedCB(new OneCycle(0.3, 120));
    learner(network(), 3, 1, doctor).fit(2, schedule);
    assertThat(doctor.record().setup().optimizer().orElseThrow().lr()).isCloseTo(0.3, within(0.01));
  }

  @Test
  void seesThatASingleNumberLearns() {
    // GIVEN a parameter of one element, whose deviation is unknown
    Module scale =
        new Module() {
          private final Tensor factor = parameter("factor", Tensor.ones(1));

          @Override
          protected Tensor forward(Tensor x) {
            return x.times(factor);
          }
        };
    // WHEN
    learner(new Sequential(network(), scale), 3, 0.3, doctor(false)).fit(1);
    // THEN
    assertThat(told).isEmpty();
  }

  @Test
  void seesInputsThatAreNotNormalised() {
    learner(network(), 300, 1e-4, doctor(false)).fit(1);
    assertThat(found(Pattern.INPUT_SCALE)).isNotNull();
  }

  @Test
  void seesALayerThatNeverRuns() {
    // GIVEN
    Module idle =
        new Module() {
          private final Module used = child("used", network());

          {
            child("unused", new Linear(2, 2));
          }

          @Override
          protected Tensor forward(Tensor x) {
            return used.call(x);
          }
        };
    // WHEN
    DoctorCB doctor = doctor(false);
    learner(idle, 3, 0.3, doctor).fit(1);
    // THEN
    assertThat(found(Pattern.NEVER_RUNS).path()).isEqualTo("unused");
    assertThat(doctor.record().setup().lastLayer().orElseThrow().path()).isEqualTo("used.2");
  }

  @Test
  void seesUnitsThatAreDead() {
    // GIVEN biases that no input can lift above 0
    Sequential model = network();
    model.children().get(0).parameters().get("bias").array().assign(-100);
    // WHEN
    learner(model, 3, 0.3, doctor(false)).fit(1);
    // THEN
    assertThat(found(Pattern.DEAD_FROM_START).path()).isEqualTo("1");
  }

  @Test
  void recordsInputsAndSteps() {
    // GIVEN
    DoctorCB doctor = doctor(false).every(4);
    // WHEN
    learner(network(), 3, 0.3, doctor).fit(1);
    // THEN
    var record = doctor.record();
    assertThat(record.losses().training().size()).isEqualTo(60);
    var activations = record.recording(Quantity.ACTIVATIONS).orElseThrow();
    var inputs = record.recording(Quantity.INPUTS).orElseThrow();
    assertThat(inputs.layers()).extracting(LayerStats::name).containsExactly("(input)");
    assertThat(activations.columns()).hasSize(16); // 15 of 60 in training, 1 in validation
    assertThat(record.updateRatios()).containsKey("0.weight");
  }

  @Test
  void recordsAllBatchesAtFirstAndFewerLater() {
    // GIVEN
    DoctorCB doctor = doctor(false);
    // WHEN 60 training batches and one of validation run, twice
    learner(network(), 3, 0.3, doctor).fit(2);
    // THEN
    var activations = doctor.record().recording(Quantity.ACTIVATIONS).orElseThrow();
    assertThat(activations.columns())
        .filteredOn(column -> column.epoch() == 1)
        .extracting(Recording.Column::iteration)
        .hasSize(43)
        .contains(38, 39, 40, 50)
        .doesNotContain(41, 45, 59);
    assertThat(doctor.record().losses().training().size()).isEqualTo(120);
  }

  @Test
  void remembersTheInputsOfAFitThatIsTakenUpAgain(@TempDir Path folder) {
    // GIVEN
    var before = new CheckpointCB(folder).every(30);
    new TrainLearner(network(), Points.of(60, 2), Losses::crossEntropy, 0.3, doctor(false), before)
        .fit(1);
    DoctorCB doctor = doctor(false);
    // WHEN
    var after = new CheckpointCB(folder).every(30).resume();
    new TrainLearner(network(), Points.of(60, 2), Losses::crossEntropy, 0.3, doctor, after).fit(2);
    // THEN
    var inputs = doctor.record().recording(Quantity.INPUTS).orElseThrow();
    assertThat(inputs.columns()).hasSize(104);
  }

  /** Points whose network stands still for 40 batches before it learns. */
  private static void fitAfterAPause(int epochs, DoctorCB doctor, CheckpointCB saver) {
    var schedule = new BatchSchedCB((step, initial) -> step < 40 ? 0 : initial);
    learner(network(), 3, 0.3, doctor).fit(epochs, schedule, saver);
  }

  @Test
  void remembersTheFindingsOfAFitThatIsTakenUpAgain(@TempDir Path folder) {
    // GIVEN a fit that was killed after an epoch
    fitAfterAPause(1, doctor(false), new CheckpointCB(folder));
    // WHEN
    DoctorCB doctor = doctor(false);
    fitAfterAPause(2, doctor, new CheckpointCB(folder).resume());
    // THEN
    assertThat(doctor.record().losses().training()).hasSize(120);
    assertThat(doctor.diagnosis().finding(Pattern.UPDATES_TOO_SMALL).orElseThrow().lastBatch())
        .isLessThan(40);
  }

  /** Items in order, one of which has this input and this target; batches of 2. */
  private static void fitWithADamagedItem(int at, double input, double target, DoctorCB doctor) {
    Dataset items =
        Dataset.of(
            IntStream.range(0, 400)
                .mapToObj(
                    i ->
                        Sample.tuple(
                            new double[] {Math.sin(i), i == at ? input : Math.cos(2.0 * i)},
                            new double[] {i == at ? target : Math.sin(3.0 * i)}))
                .toList());
    DataLoader loader = DataLoader.of(items, 2);
    Sequential model = new Sequential(new Linear(2, 8), new ReLU(), new Linear(8, 1));
    new TrainLearner(model, new DataLoaders(loader, loader), Losses::mse, 0.02, doctor).fit(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 51, 157}) // of later batches only some are recorded
  void namesDamagedDataOfAnyBatch(int batch) {
    fitWithADamagedItem(2 * batch, 1, Double.NaN, doctor(false));
    assertThat(Iterables.getLast(told).headline().orElseThrow())
        .returns(Pattern.NON_FINITE_TARGET, Finding::pattern)
        .returns(batch, Finding::firstBatch);
    told.clear();
    fitWithADamagedItem(2 * batch, Double.NEGATIVE_INFINITY, 1, doctor(false));
    assertThat(Iterables.getLast(told).headline().orElseThrow())
        .returns(Pattern.NON_FINITE_INPUT, Finding::pattern)
        .returns(batch, Finding::firstBatch);
  }
}
