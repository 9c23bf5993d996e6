package ai.miniai.examples;

import static org.assertj.core.api.Assertions.assertThat;

import ai.miniai.random.Seed;
import ai.miniai.tensor.Tensor;
import org.junit.jupiter.api.Test;

class EarlyStartTest {
  @Test
  void leavesNoThread() {
    new EarlyStart().close();

    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .doesNotContain("miniai-early-start");
  }

  @Test
  void changesNoNumbers() {
    Seed.set(1);
    double first = Tensor.rand(1).item();

    new EarlyStart().close();
    Seed.set(1);

    assertThat(Tensor.rand(1).item()).isEqualTo(first);
  }
}
