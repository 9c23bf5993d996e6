package ai.miniai.optim;

import static ai.miniai.tensor.TensorAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.miniai.nn.Embedding;
import ai.miniai.nn.Linear;
import ai.miniai.nn.Module;
import ai.miniai.nn.Sequential;
import ai.miniai.nn.norm.BatchNorm1d;
import ai.miniai.tensor.Tensor;
import com.google.common.collect.ImmutableMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Weight decay for weights and embeddings only. */
class NoDecayTest {
  private static int drawn;

  /** The sines of 1, 2, ..., as in PyTorch's run. */
  private static Tensor sines(long... shape) {
    int n = (int) (shape.length == 1 ? shape[0] : shape[0] * shape[1]);
    double[] values = IntStream.range(0, n).mapToDouble(i -> Math.sin(++drawn)).toArray();
    return Tensor.of(values, shape).requiresGrad(true);
  }

  /** An embedding, a linear layer, a layer normalisation and a linear layer, in float64. */
  @Test
  void fourStepsAreThoseOfPyTorch() {
    // GIVEN
    drawn = 0;
    ImmutableMap<String, Tensor> p =
        ImmutableMap.<String, Tensor>builder()
            .put("0.weight", sines(3, 2))
            .put("1.weight", sines(2, 2))
            .put("1.bias", sines(2))
            .put("2.weight", sines(2))
            .put("2.bias", sines(2))
            .put("3.weight", sines(1, 2))
            .put("3.bias", sines(1))
            .buildOrThrow();
    Optimizer optimizer = AdamW.noDecayOnNormsAndBiases(0.1).create(p, 0.05);
    // WHEN
    for (int i = 0; i < 4; i++) {
      Tensor hidden =
          Tensor.of(0, 2, 1, 2)
              .embedding(p.get("0.weight"))
              .linear(p.get("1.weight"), p.get("1.bias"))
              .layerNorm(new long[] {2}, p.get("2.weight"), p.get("2.bias"), 1e-5);
      hidden.linear(p.get("3.weight"), p.get("3.bias")).square().mean().backward();
      optimizer.step();
      optimizer.zeroGrad();
    }
    // THEN
    assertThat(p.get("0.weight"))
        .within(1e-9)
        .hasValues(
            0.667996276659,
            0.6998133397,
            0.287769579952,
            -0.572765094206,
            -0.769109203961,
            -0.101388560175);
    assertThat(p.get("1.weight"))
        .within(1e-9)
        .hasValues(0.469471758471, 0.789628742113, 0.578411055689, -0.353131770913);
    assertThat(p.get("1.bias")).within(1e-9).hasValues(-0.830156052819, -0.706407071732);
    assertThat(p.get("2.weight")).within(1e-9).hasValues(0.5939177051, 0.817404068852);
    assertThat(p.get("2.bias")).within(1e-9).hasValues(0.488154281882, -0.450034414255);
    assertThat(p.get("3.weight")).within(1e-9).hasValues(-0.84977529562, -0.56072634987);
    assertThat(p.get("3.bias")).within(1e-9).hasValues(0.312897182953);
  }

  @Test
  void weightsAndEmbeddingsDecayAndTheRestDoesNot() {
    // GIVEN
    Module model = new Sequential(new Embedding(3, 2), new BatchNorm1d(2), new Linear(2, 2));
    // WHEN
    List<ParameterGroup> groups =
        ParameterGroup.noDecayOnNormsAndBiases(model.parameters(), 0.1, 0.02);
    // THEN
    assertThat(groups.get(0).parameters()).containsOnlyKeys("0.weight", "2.weight");
    assertThat(groups.get(1).parameters()).containsOnlyKeys("1.weight", "1.bias", "2.bias");
    assertThat(groups).extracting(ParameterGroup::weightDecay).containsExactly(0.02, 0.0);
    assertThat(groups).extracting(ParameterGroup::lr).containsExactly(0.1, 0.1);
  }

  @Test
  void aModelWithoutBiasesHasAnEmptySecondGroup() {
    // GIVEN
    Map<String, Tensor> parameters = new Linear(2, 2, false).parameters();
    // WHEN
    Optimizer optimizer = AdamW.noDecayOnNormsAndBiases(0.1).create(parameters, 0.1);
    // THEN
    assertThat(optimizer.groups().get(1).parameters()).isEmpty();
  }

  @Test
  void refusesANegativeDecay() {
    assertThatThrownBy(() -> ParameterGroup.noDecayOnNormsAndBiases(Map.of(), 0.1, -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the weight decay must be finite and not negative: -1.0");
  }
}
