package ai.miniai.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.junit.jupiter.api.Test;

class WatchRunTest {
  @Test
  void reportsBothListenersForWhatTheyWatch() {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    new WatchRun(new Workload(Network.MLP, 16, false), new Race(2, new TurnLength.Steps(1)))
        .run(new PrintStream(printed, true, StandardCharsets.UTF_8));

    assertThat(printed.toString(StandardCharsets.UTF_8))
        .containsSubsequence("activations: a step takes", "dl4j", "miniai", "times cheaper")
        .containsSubsequence("all: a step takes", "dl4j", "miniai", "times cheaper")
        .doesNotContain("NaN");
  }

  @Test
  void theClockPassesOnWhatAListenerThrows() {
    class Failing extends BaseTrainingListener {
      @Override
      public void onEpochStart(Model model) {
        throw new ArithmeticException("from the listener");
      }
    }
    ListenerClock clock = new ListenerClock(new Failing());
    Model model = Dl4jNetwork.of(Network.MLP).model();

    assertThatExceptionOfType(ArithmeticException.class)
        .isThrownBy(() -> clock.watched().onEpochStart(model));
    assertThat(clock.restart()).isPositive();
    assertThat(clock.restart()).isZero();
  }
}
