package ai.miniai.callback.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import ai.miniai.callback.Callback;
import ai.miniai.callback.CancelBatchException;
import ai.miniai.callback.progress.ProgressCB;
import ai.miniai.learner.Learner;
import ai.miniai.learner.Toy;
import ai.miniai.optim.Adam;
import ai.miniai.optim.ParameterGroup;
import ai.miniai.optim.SGD;
import ai.miniai.optim.schedule.Exponential;
import ai.miniai.optim.schedule.OneCycle;
import ai.miniai.optim.schedule.Schedule;
import ai.miniai.tensor.Tensor;
import com.google.common.collect.Maps;
import com.google.common.primitives.Doubles;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Each epoch of the toy problem has two batches to train on. */
class SchedCBTest {
  private static final Schedule HALF = new Exponential(0.5);

  private final RecorderCB recorder = new RecorderCB().lr().momentum().loss();

  private double[] line(String name) {
    return recorder.lines().get(name);
  }

  @Test
  void aBatchIsAStep() {
    // WHEN
    Toy.trainLearner(new BatchSchedCB(HALF), recorder).fit(2);
    // THEN
    assertThat(line("lr")).containsExactly(0.1, 0.05, 0.025, 0.0125);
  }

  @Test
  void anEpochIsAStep() {
    // WHEN
    Toy.trainLearner(new EpochSchedCB(HALF), recorder).fit(2);
    // THEN
    assertThat(line("lr")).containsExactly(0.1, 0.1, 0.05, 0.05);
  }

  @Test
  void aCycleMovesTheMomentumOfAdamToo() {
    // WHEN
    Toy.trainLearner(new BatchSchedCB(new OneCycle(0.6, 4, 0.5, 10, 10, 0.8, 0.9)), recorder)
        .optimizer(Adam::new)
        .fit(2);
    // THEN
    assertThat(line("lr")).containsExactly(new double[] {0.06, 0.6, 0.303, 0.006}, offset(1e-12));
    assertThat(line("momentum")).containsExactly(new double[] {0.9, 0.8, 0.85, 0.9}, offset(1e-12));
  }

  @Test
  void eachGroupMayHaveAScheduleOfItsOwn() {
    // GIVEN the first layer in one group, the last in another
    Learner learner =
        Toy.trainLearner(new BatchSchedCB(HALF, (step, initial) -> initial + step), recorder)
            .optimizer(SchedCBTest::twoGroups);
    RecorderCB second =
        new RecorderCB().number("second", learn -> learn.opt().groups().get(1).lr());
    // WHEN
    learner.fit(1, second);
    // THEN
    assertThat(line("lr")).containsExactly(0.1, 0.05);
    assertThat(second.lines().get("second")).containsExactly(0.2, 1.2);
  }

  private static SGD twoGroups(Map<String, Tensor> parameters, double lr) {
    return new SGD(
        List.of(
            new ParameterGroup(Maps.filterKeys(parameters, name -> name.startsWith("0")), lr),
            new ParameterGroup(Maps.filterKeys(parameters, name -> name.startsWith("2")), 2 * lr)),
        false);
  }

  @Test
  void refusesANumberOfSchedulesThatIsNotThatOfTheGroups() {
    assertThatThrownBy(() -> Toy.trainLearner(new BatchSchedCB(HALF, HALF)).fit(1))
        .hasMessageContaining(
            "there are 2 schedules, but 1 groups of parameters: give one, or one for each group");
  }

  @Test
  void eachFitBeginsAnew() {
    // GIVEN
    Learner learner = Toy.trainLearner(new BatchSchedCB(HALF), recorder).keepOptimizer(true);
    learner.fit(1);
    // WHEN
    learner.fit(1);
    // THEN
    assertThat(line("lr")).containsExactly(0.1, 0.05);
  }

  @Test
  void aBatchThatIsCancelledIsNoStep() {
    // GIVEN
    Callback canceller =
        new Callback() {
          @Override
          public void afterLoss() {
            if (training() && epoch() == 0) {
              throw new CancelBatchException();
            }
          }
        };
    // WHEN
    Toy.trainLearner(new BatchSchedCB(HALF), canceller, recorder).fit(2);
    // THEN
    assertThat(line("lr")).containsExactly(0.1, 0.05);
  }

  @Test
  void aSearchForARateIsNotDisturbed() {
    // WHEN
    LRFinderCB finder = LRFinderCB.lrFind(Toy.trainLearner(new BatchSchedCB(HALF)), 2, 3, 1e-3, 2);
    // THEN
    assertThat(finder.rates()).containsExactly(1e-3, 2e-3, 4e-3, 8e-3);
  }

  // ---------------------------------------------------------------- the recorder

  @Test
  void theRecorderHasOneNumberForEachTrainingBatch() {
    // GIVEN
    ProgressCB progress = new ProgressCB();
    // WHEN
    Toy.trainLearner(recorder, progress).fit(2);
    // THEN
    assertThat(line("loss")).containsExactly(Doubles.toArray(progress.history().training()));
  }

  @Test
  void theRecorderTakesEachNameOnce() {
    assertThatThrownBy(() -> recorder.number("lr", learn -> 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("\"lr\" is recorded already");
  }
}
