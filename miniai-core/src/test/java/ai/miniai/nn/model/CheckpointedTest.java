package ai.miniai.nn.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.miniai.nn.Dropout;
import ai.miniai.nn.Linear;
import ai.miniai.nn.Module;
import ai.miniai.nn.Sequential;
import ai.miniai.nn.Tanh;
import ai.miniai.nn.norm.BatchNorm1d;
import ai.miniai.random.Seed;
import ai.miniai.tensor.MemoryScope;
import ai.miniai.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.memory.abstracts.Nd4jWorkspace;
import org.nd4j.linalg.factory.Nd4j;

class CheckpointedTest {
  private static final int BLOCKS = 4;

  private static Sequential block() {
    return new Sequential(
        new Linear(6, 6), new BatchNorm1d(6), new Tanh(), new Dropout(0.3), new Linear(6, 6));
  }

  private static Sequential network(UnaryOperator<Module> around) {
    Seed.set(5);
    List<Module> blocks = new ArrayList<>();
    for (int i = 0; i < BLOCKS; i++) {
      blocks.add(around.apply(block()));
    }
    return new Sequential(blocks);
  }

  /** The loss, all gradients, and all buffers after some steps, by name. */
  private static Map<String, double[]> trained(Sequential network, boolean inputNeedsGradient) {
    Map<String, double[]> seen = new TreeMap<>();
    Tensor x = Tensor.randn(8, 6).requiresGrad(inputNeedsGradient);
    for (int step = 0; step < 3; step++) {
      try (MemoryScope scope = MemoryScope.open()) {
        Tensor loss = network.call(x).square().mean();
        loss.backward();
        seen.put("loss " + step, loss.toDoubles());
      }
    }
    network.parameters().forEach((name, value) -> seen.put(plain(name), value.grad().toDoubles()));
    network.buffers().forEach((name, value) -> seen.put(plain(name), value.toDoubles()));
    if (inputNeedsGradient) {
      seen.put("input", x.grad().toDoubles());
    }
    return seen;
  }

  private static String plain(String name) {
    return name.replace(".body", "");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void trainsBitByBitAsWithout(boolean inputNeedsGradient) {
    Map<String, double[]> expected = trained(network(b -> b), inputNeedsGradient);

    Map<String, double[]> result = trained(network(Checkpointed::new), inputNeedsGradient);

    assertThat(result.keySet()).isEqualTo(expected.keySet());
    expected.forEach((name, value) -> assertThat(result.get(name)).as(name).isEqualTo(value));
  }

  @Test
  void mayBeNested() {
    Map<String, double[]> expected = trained(network(b -> b), true);

    Sequential nested = network(b -> new Checkpointed(new Checkpointed(b)));

    trained(nested, true)
        .forEach((name, v) -> assertThat(v).as(name).isEqualTo(expected.get(name)));
  }

  @Test
  void takesTheMemoryOfOneBlockInsteadOfAll() {
    long without = bytes(body -> body);
    long with = bytes(Checkpointed::new);

    assertThat(with).isLessThan(without / 3);
  }

  /** What a step takes from the memory of its scope. */
  private static long bytes(UnaryOperator<Module> around) {
    List<Module> blocks = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      blocks.add(around.apply(new Sequential(new Tanh(), new Tanh(), new Tanh(), new Tanh())));
    }
    Sequential network = new Sequential(blocks);
    Tensor x = Tensor.randn(64, 256).requiresGrad(true);
    long bytes = 0;
    for (int step = 0; step < 2; step++) {
      try (MemoryScope scope = MemoryScope.open()) {
        network.call(x).sum().backward();
        bytes = ((Nd4jWorkspace) Nd4j.getMemoryManager().getCurrentWorkspace()).getPrimaryOffset();
      }
    }
    return bytes;
  }

  @Test
  void hooksSeeEachPassOnce() {
    Sequential network = network(Checkpointed::new);
    List<String> seen = new ArrayList<>();
    Module inside = network.get(1).children().get(0);
    inside.onForward((module, inputs, output) -> seen.add("forward"));
    inside.onBackward((module, inputs, output) -> seen.add("backward"));

    network.call(Tensor.randn(8, 6)).sum().backward();

    assertThat(seen).containsExactly("forward", "backward");
  }

  @Test
  void frozenStatisticsAndEvaluationWork() {
    Sequential network = network(Checkpointed::new);
    network.modules().stream().filter(m -> m instanceof BatchNorm1d).forEach(m -> m.train(false));
    Tensor x = Tensor.randn(8, 6);

    network.call(x).sum().backward();
    network.eval();

    assertThat(network.call(x).toDoubles()).isEqualTo(network.call(x).toDoubles());
    assertThat(network.parameters().values()).allMatch(parameter -> parameter.grad() != null);
  }
}
