package ai.miniai.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.miniai.nn.Stateful;
import ai.miniai.random.Seed;
import ai.miniai.tensor.Tensor;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Metrics of parts of the data, put together, are those of the whole. */
class CombineTest {
  private enum Kind {
    CLASSES,
    BINARY,
    NUMBERS
  }

  static Stream<Arguments> metrics() {
    return Stream.of(
        of(Kind.CLASSES, MulticlassAccuracy::new),
        of(Kind.CLASSES, MulticlassConfusionMatrix::new),
        of(Kind.CLASSES, () -> new MulticlassF1Score(Average.MACRO)),
        of(Kind.CLASSES, () -> new TopKMulticlassAccuracy(2)),
        of(Kind.CLASSES, Perplexity::new),
        of(Kind.BINARY, BinaryF1Score::new),
        of(Kind.BINARY, BinaryAUROC::new),
        of(Kind.BINARY, BinaryAveragePrecision::new),
        of(Kind.NUMBERS, R2Score::new),
        of(Kind.NUMBERS, RootMeanSquaredError::new),
        of(Kind.NUMBERS, () -> new R2Score().on("output", 1)));
  }

  private static Arguments of(Kind kind, Supplier<Metric> metric) {
    return Arguments.of(kind, metric);
  }

  @ParameterizedTest
  @MethodSource("metrics")
  void partsAreTheWhole(Kind kind, Supplier<Metric> metric) {
    Seed.set(4);
    Metric whole = metric.get();
    Metric total = metric.get();
    int[] sizes = {0, 5, 17, 0, 8};
    for (int size : sizes) {
      Metric part = metric.get();
      for (int batch = 0; batch < 2 && size > 0; batch++) {
        Tensor predictions =
            switch (kind) {
              case CLASSES -> Tensor.randn(size, 4);
              case BINARY, NUMBERS -> Tensor.randn(size);
            };
        Tensor targets =
            switch (kind) {
              case CLASSES -> Tensor.randint(0, 4, size);
              case BINARY -> Tensor.randint(0, 2, size);
              case NUMBERS -> predictions.plus(Tensor.randn(size));
            };
        whole.update(predictions, targets);
        part.update(predictions, targets);
      }
      total.combine(((Stateful) part).stateDict());
    }
    assertThat(total.compute()).isFinite().isCloseTo(whole.compute(), within(1e-9));
  }

  @Test
  void aMetricThatCannotBeCombinedSaysWhatToDo() {
    Metric own =
        new Metric() {
          @Override
          public void reset() {}

          @Override
          public void update(Tensor predictions, Tensor target) {}

          @Override
          public double compute() {
            return 0;
          }
        };
    assertThatThrownBy(() -> own.combine(Map.of()))
        .hasMessageContaining("let it implement Stateful and override combine");
  }
}
