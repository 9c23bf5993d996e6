package ai.miniai.nn.attention;

import static ai.miniai.tensor.TensorAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.miniai.nn.Outputs;
import ai.miniai.nn.norm.LayerNorm;
import ai.miniai.random.Seed;
import ai.miniai.tensor.MemoryScope;
import ai.miniai.tensor.Tensor;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

class MultiheadAttentionTest {
  private final MultiheadAttention attention = new MultiheadAttention(6, 2);
  private final Tensor x = Tensor.randn(3, 4, 6);

  @Test
  void namesArePyTorchs() {
    assertThat(attention.stateDict().keySet())
        .containsExactly("in_proj_weight", "in_proj_bias", "out_proj.weight", "out_proj.bias");
    assertThat(new MultiheadAttention(6, 2, 0, false).stateDict().keySet())
        .containsExactly("in_proj_weight", "out_proj.weight");
    assertThat(
            new TransformerEncoder(List.of(new TransformerEncoderLayer(4, 2, 8, 0.1)))
                .stateDict()
                .keySet())
        .containsExactly(
            "layers.0.self_attn.in_proj_weight",
            "layers.0.self_attn.in_proj_bias",
            "layers.0.self_attn.out_proj.weight",
            "layers.0.self_attn.out_proj.bias",
            "layers.0.linear1.weight",
            "layers.0.linear1.bias",
            "layers.0.linear2.weight",
            "layers.0.linear2.bias",
            "layers.0.norm1.weight",
            "layers.0.norm1.bias",
            "layers.0.norm2.weight",
            "layers.0.norm2.bias");
  }

  @Test
  void theQueryIsKeyAndValueIfThereIsNoOther() {
    assertThat(attention.call(x)).isIdenticalTo(attention.call(x, x, x));
  }

  @Test
  void aPlaceDoesNotDependOnThoseAfterItIfItIsCausal() {
    attention.causal();
    Tensor changed = Tensor.concat(1, x.slice(1, 0, 2), Tensor.randn(3, 2, 6));

    assertThat(attention.call(changed).slice(1, 0, 2)).isCloseTo(attention.call(x).slice(1, 0, 2));
  }

  @Test
  void anAttentionMaskMayDifferBetweenItemsAndHeads() {
    Tensor each = Tensor.randn(3, 2, 4, 4).gt(1);
    Tensor ofItems = Tensor.randn(3, 1, 4, 4);

    assertThat(attention.call(x, each)).hasShape(3, 4, 6);
    assertThat(attention.call(x, ofItems).slice(0, 1, 2))
        .within(1e-5)
        .isCloseTo(attention.call(x.slice(0, 1, 2), ofItems.select(0, 1).squeeze(0)));
  }

  @Test
  void anAddedMaskHasAGradient() {
    Tensor mask = Tensor.zeros(4, 4).requiresGrad(true);

    attention.call(x, mask).square().sum().backward();

    assertThat(mask.grad().abs().sum().item()).isPositive();
    assertThat(mask.grad().sum(1)).within(1e-4).hasValues(0, 0, 0, 0);
  }

  @Test
  void weightsAreASecondOutput() {
    // GIVEN
    attention.withWeights();
    Tensor padding = Tensor.zeros(3, 4).to(DataType.BOOL);
    // WHEN
    Outputs outputs = attention.callAll(x, padding);
    // THEN
    assertThat(outputs.named().keySet()).containsExactly("output", "weights");
    assertThat(outputs.get("weights").sum(-1)).within(1e-5).isCloseTo(Tensor.ones(3, 4));
    assertThatThrownBy(() -> attention.call(x)).hasMessageContaining("[output, weights]");
  }

  @Test
  void weightsAreDroppedWhileTrainingOnly() {
    MultiheadAttention dropping = new MultiheadAttention(6, 2, 0.5, true);
    MultiheadAttention same = new MultiheadAttention(6, 2);
    same.loadStateDict(dropping.stateDict());

    assertThat(dropping.call(x).minus(same.call(x)).abs().max().item()).isGreaterThan(1e-3);
    dropping.eval();
    assertThat(dropping.call(x)).isIdenticalTo(same.call(x));
  }

  @Test
  void theSameSeedDropsTheSameWithWeightsOrWithout() {
    MultiheadAttention dropping = new MultiheadAttention(6, 2, 0.5, true);
    Seed.set(4);
    Tensor fused = dropping.call(x);
    Seed.set(4);

    assertThat(dropping.withWeights().callAll(x).get("output")).within(1e-5).isCloseTo(fused);
  }

  @Test
  void batchesAndSequencesMayBeEmpty() {
    assertThat(attention.call(Tensor.zeros(0, 4, 6))).hasShape(0, 4, 6);
    assertThat(attention.call(Tensor.zeros(2, 0, 6))).hasShape(2, 0, 6);
    assertThat(attention.call(x, Tensor.zeros(3, 0, 6), Tensor.zeros(3, 0, 6)))
        .isIdenticalTo(Tensor.zeros(3, 4, 6));
  }

  @Test
  void parametersOutliveTheMemoryScopeInWhichTheLayerIsBuilt() {
    MultiheadAttention built;
    try (MemoryScope scope = MemoryScope.open()) {
      built = new MultiheadAttention(6, 3);
    }

    assertThat(built.call(x)).hasShape(3, 4, 6);
  }

  @Test
  void aCopyComputesTheSame() {
    TransformerEncoder encoder =
        new TransformerEncoder(
            List.of(
                new TransformerEncoderLayer(6, 2, 8, 0.1).gelu().normFirst(),
                new TransformerEncoderLayer(6, 3, 8, 0.1).causal()),
            new LayerNorm(6));
    encoder.eval();

    assertThat(encoder.copy().call(x)).isIdenticalTo(encoder.call(x));
  }

  @Test
  void severalThreadsMayCallOne() {
    List<Tensor> inputs =
        IntStream.range(0, 8).mapToObj(i -> Tensor.randn(4, 20 + 20 * i, 6)).toList();
    List<Tensor> expected = inputs.stream().map(attention::call).toList();

    List<Tensor> outputs =
        inputs.stream()
            .map(input -> CompletableFuture.supplyAsync(() -> attention.call(input)))
            .toList()
            .stream()
            .map(CompletableFuture::join)
            .toList();

    for (int i = 0; i < inputs.size(); i++) {
      assertThat(outputs.get(i)).isIdenticalTo(expected.get(i));
    }
  }

  @Test
  void refusesInputsOfOtherShapes() {
    assertThatThrownBy(() -> attention.call(Tensor.zeros(3, 4)))
        .hasMessageContaining(
            "attention wants a query of floating point [batch, targets, 6], or a query, a key and a"
                + " value, and then masks; not [FLOAT [3, 4]]");
    assertThatThrownBy(() -> attention.call(x, x)).hasMessageContaining("a key and a value");
    assertThatThrownBy(() -> attention.call(Tensor.zeros(4, 4), x))
        .hasMessageContaining("not [FLOAT [4, 4], FLOAT [3, 4, 6]]");
    assertThatThrownBy(() -> attention.call(x, Tensor.zeros(3, 5, 6), Tensor.zeros(3, 4, 6)))
        .hasMessageContaining(
            "attention wants a query [batch, targets, 6], and a key and a value [batch, sources, 6],"
                + " not [FLOAT [3, 4, 6], FLOAT [3, 5, 6], FLOAT [3, 4, 6]]");
  }

  @Test
  void refusesMasksThatDoNotFit() {
    Tensor square = Tensor.zeros(4, 4).to(DataType.BOOL);

    assertThatThrownBy(() -> attention.call(x, square))
        .hasMessageContaining(
            "a BOOL mask of two dimensions is a key padding mask, [batch, sources]: expected [3, 4],"
                + " not [4, 4]. An attention mask of BOOL is [1, targets, sources]: use"
                + " unsqueeze(0)");
    assertThatThrownBy(() -> attention.call(x, Tensor.zeros(4, 3)))
        .hasMessageContaining(
            "With batch 3, 2 heads, 4 targets and 4 sources this does not fit FLOAT [4, 3]");
    assertThatThrownBy(() -> attention.call(x, Tensor.arange(16).reshape(4, 4)))
        .hasMessageContaining("this does not fit LONG [4, 4]");
    assertThatThrownBy(() -> attention.call(x, Tensor.zeros(4, 4), square.unsqueeze(0)))
        .hasMessageContaining(
            "there may be one key padding mask and one attention mask, not 0 and 2");
  }

  @Test
  void refusesBadSettings() {
    assertThatThrownBy(() -> new MultiheadAttention(6, 4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "the width must be a positive multiple of the number of heads, not 6 with 4 heads");
    assertThatThrownBy(() -> new MultiheadAttention(6, 2, 1, true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the probability of dropping must lie in [0, 1), not 1.0");
    assertThatThrownBy(() -> new TransformerEncoder(List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("an encoder wants at least one layer");
  }

  @Test
  void showsItsSettings() {
    assertThat(attention.summary()).isEqualTo("MultiheadAttention(6, 2 heads)");
    assertThat(new MultiheadAttention(6, 2, 0.1, false).causal().withWeights().summary())
        .isEqualTo("MultiheadAttention(6, 2 heads, dropout 0.1, no bias, causal, with weights)");
  }
}
