package ai.miniai.tensor;

import static ai.miniai.tensor.TensorAssert.assertThat;

import ai.miniai.random.Seed;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The same seed gives the same bits. */
class DeterminismTest {
  @Test
  void twoRunsOfATrainingAreBitIdentical() {
    List<Tensor> first = train();
    List<Tensor> second = train();

    for (int i = 0; i < first.size(); i++) {
      assertThat(second.get(i)).as("parameter %s", i).isIdenticalTo(first.get(i));
    }
  }

  /** Memory scopes change where values are, not what they are. */
  @Test
  void aRunWithoutMemoryScopesIsBitIdenticalToo() {
    List<Tensor> scoped = train();
    List<Tensor> free = MemoryScope.outside(() -> train(false));

    for (int i = 0; i < scoped.size(); i++) {
      assertThat(free.get(i)).as("parameter %s", i).isIdenticalTo(scoped.get(i));
    }
  }

  private static List<Tensor> train() {
    return train(true);
  }

  /** Twenty steps of a small network with convolutions, pooling and dropout on random images. */
  private static List<Tensor> train(boolean scopes) {
    Seed.set(42);
    Tensor images = Tensor.randn(16, 1, 12, 12);
    Tensor labels = Tensor.of(0, 1, 2, 3, 4, 0, 1, 2, 3, 4, 0, 1, 2, 3, 4, 0);
    List<Tensor> parameters =
        List.of(
            parameter(8, 1, 3, 3),
            parameter(8),
            parameter(16, 8, 3, 3),
            parameter(16),
            parameter(5, 16 * 9),
            parameter(5));
    for (int step = 0; step < 20; step++) {
      if (scopes) {
        try (var scope = MemoryScope.open()) {
          loss(images, labels, parameters).backward();
        }
      } else {
        loss(images, labels, parameters).backward();
      }
      for (Tensor parameter : parameters) {
        parameter.array().subi(parameter.grad().array().mul(0.1));
        parameter.zeroGrad();
      }
    }
    return parameters;
  }

  private static Tensor loss(Tensor images, Tensor labels, List<Tensor> p) {
    Tensor first = images.conv2d(p.get(0), p.get(1), 1, 1).relu().maxPool2d(2, 2, 0);
    Tensor second = first.conv2d(p.get(2), p.get(3), 2, 1).relu().dropout(0.1);
    return second.flatten(1).linear(p.get(4), p.get(5)).crossEntropy(labels);
  }

  private static Tensor parameter(long... shape) {
    return Tensor.randn(shape).times(0.1).requiresGrad(true);
  }
}
