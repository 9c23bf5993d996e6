package ai.miniai.bench.jmh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The benchmarks run; how fast is for JMH to say. */
class KernelBenchmarkTest {
  private final KernelBenchmark benchmark = new KernelBenchmark();

  @ParameterizedTest
  @EnumSource
  void eachKernelPassesForwardAndBackward(Kernel kernel) {
    KernelState state = new KernelState();
    state.kernel = kernel;
    state.prepare();
    ForwardState passed = new ForwardState();
    passed.forward(state);

    assertThatCode(() -> benchmark.backward(passed)).doesNotThrowAnyException();

    passed.close();
    assertThat(benchmark.forward(state)).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(ints = {14, 7, 4, 2, 1})
  void statisticsAreTakenOfEachLayer(int side) {
    StatisticsBenchmark statistics = new StatisticsBenchmark();
    statistics.side = side;
    statistics.draw();

    assertThat(statistics.distribution()).isFinite();
  }
}
