package ai.miniai.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.miniai.callback.During;
import ai.miniai.doctor.DoctorCB;
import ai.miniai.histogram.Bins;
import ai.miniai.hooks.ActivationStats;
import ai.miniai.hooks.AppendStats;
import ai.miniai.hooks.GradientStats;
import ai.miniai.hooks.HooksCallback;
import ai.miniai.hooks.ParameterStats;
import ai.miniai.hooks.Pictures;
import ai.miniai.learner.Learner;
import ai.miniai.nn.Conv2d;
import ai.miniai.nn.Flatten;
import ai.miniai.nn.Module;
import ai.miniai.nn.Sequential;
import ai.miniai.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/** What watches a training never ends it. */
class SafeRecorderTest {
  /** A module that does this. */
  private static final class Odd extends Module {
    private final UnaryOperator<Tensor> function;

    Odd(UnaryOperator<Tensor> function) {
      this.function = function;
    }

    @Override
    protected Tensor forward(Tensor x) {
      return function.apply(x);
    }
  }

  /** Runs an odd module on the side: its output is not used. */
  private static final class Beside extends Module {
    private final Module body = child("body", new Conv2d(1, 10, 8));
    private final Module odd;

    Beside(UnaryOperator<Tensor> function) {
      odd = child("odd", new Odd(function));
    }

    @Override
    protected Tensor forward(Tensor x) {
      Tensor y = body.call(x);
      Tensor unused = odd.call(y.reshape(-1, 10));
      return y;
    }
  }

  private static Module model(UnaryOperator<Tensor> function) {
    return new Sequential(new Beside(function), new Flatten());
  }

  private static Named<UnaryOperator<Tensor>> of(String name, UnaryOperator<Tensor> function) {
    return Named.of(name, function);
  }

  static Stream<Named<UnaryOperator<Tensor>>> outputs() {
    Tensor nothing = Tensor.wrap(Nd4j.create(DataType.FLOAT, 0, 3));
    return Stream.of(
        of("whole numbers", x -> x.argmax(1)),
        of("truth values", x -> Tensor.wrap(x.array().gt(0))),
        of("nothing", x -> nothing),
        of("one number", x -> x.mean()),
        of("NaN", x -> x.times(Double.NaN)),
        of("infinity", x -> x.div(0)),
        of("its input", x -> x),
        of("a view", x -> x.slice(1, 2, 5)));
  }

  @ParameterizedTest
  @MethodSource("outputs")
  void aFitThatIsWatchedEndsWhateverAModulePutsOut(UnaryOperator<Tensor> function) {
    // GIVEN
    ActivationStats stats = new ActivationStats(module -> true, Bins.DEFAULT, During.BOTH);
    Learner learner =
        Pictures.learner(
            model(function),
            stats,
            new GradientStats(),
            new ParameterStats(),
            new DoctorCB().onDiagnosis(diagnosis -> {}),
            new HooksCallback(new AppendStats()));
    // WHEN
    learner.fit(2);
    // THEN all of the body was recorded
    assertThat(learner.cancelReason()).isEmpty();
    assertThat(stats.recording().layer("0.body").means()).hasSize(10).doesNotContain(Double.NaN);
  }

  @Test
  void whatIsSkippedIsSaidOnceInAFit() {
    // GIVEN
    List<String> said = new ArrayList<>();
    DistributionRecorder recorder = new DistributionRecorder(Quantity.ACTIVATIONS);
    SafeRecorder safe = new SafeRecorder("ActivationStats", recorder, said::add);
    // WHEN
    for (int i = 0; i < 3; i++) {
      safe.beginColumn(new Place(0, i, true));
      safe.add("1", Tensor.of(3L, 4L));
      safe.add("2", Tensor.ones(2));
    }
    // THEN
    assertThat(said)
        .containsExactly("miniai: ActivationStats skips 1, which has values of type LONG");
    assertThat(recorder.layers()).extracting(LayerStats::name).containsExactly("2");
    assertThat(recorder.recording().layer("2").means()).containsExactly(1, 1, 1);
  }

  @Test
  void aModuleThatPutsOutWholeNumbersIsNotTakenForOneThatNeverRuns() {
    // GIVEN
    DoctorCB doctor = new DoctorCB().onDiagnosis(diagnosis -> {});
    // WHEN
    Pictures.learner(model(x -> x.argmax(1)), doctor).fit(1);
    // THEN
    assertThat(doctor.diagnosis().findings())
        .noneSatisfy(finding -> assertThat(finding.headline()).contains("never runs"));
  }

  @Test
  void whatFailsIsSwitchedOffUntilTheNextFit() {
    // GIVEN
    List<String> said = new ArrayList<>();
    DistributionRecorder recorder = new DistributionRecorder(Quantity.ACTIVATIONS);
    SafeRecorder safe = new SafeRecorder("ActivationStats", recorder, said::add);
    safe.beginColumn(new Place(0, 0, true));
    // WHEN
    safe.add(
        "1",
        () -> {
          throw new IllegalStateException("by intent");
        });
    safe.add("1", Tensor.ones(2));
    // THEN
    assertThat(said)
        .containsExactly(
            "miniai: ActivationStats stops recording, the training goes on:"
                + " java.lang.IllegalStateException: by intent");
    assertThat(recorder.layers().get(0).last().size()).isZero();
    safe.begin(List.of("1"));
    safe.beginColumn(new Place(0, 0, true));
    safe.add("1", Tensor.ones(2));
    assertThat(recorder.layers().get(0).last().size()).isEqualTo(2);
  }

  @Test
  void errorsOfAUsersOwnHookStayErrors() {
    // GIVEN
    HooksCallback failing =
        new HooksCallback(
            (hook, module, inputs, output) -> {
              throw new IllegalStateException("mine");
            });
    // WHEN, THEN
    assertThatThrownBy(() -> Pictures.learner(Pictures.small(), failing).fit(1))
        .hasMessageContaining("mine");
  }

  @Test
  void whatTheListenerOfTheDoctorThrowsEndsTheFit() {
    // GIVEN a network whose loss is NaN, which the doctor tells of
    Learner learner =
        Pictures.learner(
            new Sequential(new Conv2d(1, 10, 8), new Flatten(), new Odd(x -> x.times(Double.NaN))),
            new DoctorCB()
                .onDiagnosis(
                    diagnosis -> {
                      throw new IllegalStateException("mine");
                    }));
    // WHEN, THEN
    assertThatThrownBy(() -> learner.fit(1)).hasMessageContaining("mine");
  }
}
