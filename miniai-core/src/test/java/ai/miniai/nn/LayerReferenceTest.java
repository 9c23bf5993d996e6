package ai.miniai.nn;

import static ai.miniai.nn.Numbers.cycle;
import static ai.miniai.tensor.TensorAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import ai.miniai.nn.norm.RMSNorm;
import ai.miniai.tensor.Tensor;
import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;

/** Small layers and their gradients beside PyTorch's, which pytorch.txt holds. */
class LayerReferenceTest {
  private record Setup(Module layer, long... input) {}

  private static final Map<String, Setup> SETUPS =
      ImmutableMap.<String, Setup>builder()
          .put("elu", new Setup(new ELU(), 2, 3, 2, 2))
          .put("elu 0.5", new Setup(new ELU(0.5), 2, 3, 2, 2))
          .put("elu 2", new Setup(new ELU(2), 5))
          .put("prelu", new Setup(new PReLU(), 2, 3, 2, 2))
          .put("prelu of one dimension", new Setup(new PReLU(), 7))
          .put("prelu of channels", new Setup(new PReLU(3), 2, 3, 2, 2))
          .put("prelu of features", new Setup(new PReLU(3), 4, 3))
          .put("softplus", new Setup(new Softplus(), 2, 3, 2, 2))
          .put("softmax 1", new Setup(new Softmax(1), 2, 3, 2, 2))
          .put("log softmax -1", new Setup(new LogSoftmax(-1), 2, 3, 2, 2))
          .put("rms norm", new Setup(new RMSNorm(3), 4, 3))
          .put(
              "rms norm of two dimensions",
              new Setup(new RMSNorm(new long[] {3, 2}, 1e-3, true), 2, 2, 3, 2))
          .put("positions", new Setup(new SinusoidalPositionalEmbedding(5), 2, 3, 5))
          .put("time steps 6", new Setup(new TimestepEmbedding(6), 4))
          .put("time steps 5", new Setup(new TimestepEmbedding(5), 4))
          .buildOrThrow();

  static Stream<PyTorchNumbers> cases() throws IOException {
    return PyTorchNumbers.beside(LayerReferenceTest.class);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void isPyTorchs(PyTorchNumbers given) {
    // GIVEN
    Setup setup = SETUPS.get(given.name());
    assertThat(setup).as(given.name()).isNotNull();
    Tensor x = cycle(7, 23, 11, setup.input).requiresGrad(true);
    List<Tensor> weights = List.copyOf(setup.layer.parameters().values());
    weights.forEach(
        weight -> {
          weight.zeroGrad();
          weight.update(array -> array.assign(cycle(5, 11, 4, weight.shape()).array()));
        });
    assertThat(given.expected()).hasSize(2 + weights.size());
    // WHEN
    Tensor y = setup.layer.call(x);
    y.backward(cycle(5, 17, 8, y.shape()));
    // THEN
    assertThat(y).hasType(DataType.FLOAT).hasValues(given.expected().get(0));
    assertThat(x.grad()).hasShape(setup.input).hasValues(given.expected().get(1));
    for (int i = 0; i < weights.size(); i++) {
      assertThat(weights.get(i).grad()).within(2e-6).hasValues(given.expected().get(2 + i));
    }
  }
}
