package ai.miniai.tensor;

import static ai.miniai.tensor.TensorAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.miniai.random.Seed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class DropoutTest {
  private final Tensor ones = Tensor.ones(100, 1000).requiresGrad(true);

  @Test
  void theExpectedShareIsZeroedAndTheRestScaledUp() {
    Seed.set(3);

    double[] values = ones.dropout(0.2).toDoubles();

    double zeros = Arrays.stream(values).filter(v -> v == 0).count();
    assertThat(zeros / values.length).isCloseTo(0.2, within(0.01));
    assertThat(values).containsOnly(0, 1.25f);
  }

  @Test
  void theGradientGoesWhereTheValuesWent() {
    Tensor y = ones.dropout(0.5);

    y.sum().backward();

    assertThat(ones.grad()).isIdenticalTo(y);
  }

  @Test
  void theSameSeedDropsTheSame() {
    Seed.set(5);
    Tensor first = ones.dropout(0.5);
    Seed.set(5);

    assertThat(ones.dropout(0.5)).isIdenticalTo(first);
  }

  @Test
  void theSameSeedDropsTheSameOnAnyThread() {
    Seed.set(5);
    Tensor here = ones.dropout(0.5);

    Tensor there =
        CompletableFuture.supplyAsync(
                () -> {
                  Seed.set(5);
                  return ones.dropout(0.5);
                })
            .join();

    assertThat(there).isIdenticalTo(here);
  }

  @Test
  void aThreadThatWasNotSeededDrawsTheMaskOfWhatWasSeededLast() throws Exception {
    Seed.set(5);
    Tensor here = ones.dropout(0.5);
    Seed.set(5);

    List<Tensor> there = new ArrayList<>();
    Thread other = new Thread(() -> there.add(ones.dropout(0.5)));
    other.start();
    other.join();

    assertThat(there.get(0)).isIdenticalTo(here);
  }

  @Test
  void withProbabilityZeroNothingChanges() {
    assertThat(ones.dropout(0)).isIdenticalTo(ones);
  }
}
