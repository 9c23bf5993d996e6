package ai.miniai.nn.recurrent;

import static ai.miniai.tensor.TensorAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.miniai.nn.ModuleException;
import ai.miniai.nn.Outputs;
import ai.miniai.optim.SGD;
import ai.miniai.random.Seed;
import ai.miniai.tensor.MemoryScope;
import ai.miniai.tensor.Tensor;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

class RecurrentTest {
  private static final double NAN = Double.NaN;

  private final LSTM lstm = new LSTM(2, 3);
  private final GRU gru = new GRU(2, 3, new RecurrentOptions().layers(2).bidirectional());
  private final Tensor x = Tensor.randn(4, 5, 2);

  @Test
  void namesItsOutputs() {
    // WHEN
    Outputs outputs = lstm.callAll(x);
    // THEN
    assertThat(outputs.named().keySet()).containsExactly("output", "h", "c");
    assertThat(outputs.get("output")).hasShape(4, 5, 3);
    assertThat(outputs.get("h")).hasShape(1, 4, 3);
    assertThat(outputs.get("c")).hasShape(1, 4, 3);
    assertThat(outputs.get("h").reshape(4, 3))
        .isIdenticalTo(outputs.get("output").slice(1, 4, 5).reshape(4, 3));
    Outputs ofBoth = gru.callAll(x);
    assertThat(ofBoth.named().keySet()).containsExactly("output", "h");
    assertThat(ofBoth.get("output")).hasShape(4, 5, 6);
    assertThat(ofBoth.get("h")).hasShape(4, 4, 3);
  }

  @Test
  void namesItsParametersLikePyTorch() {
    assertThat(lstm.parameters().keySet())
        .containsExactly("weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0");
    assertThat(
            new RNN(2, 3, RNN.Nonlinearity.RELU, new RecurrentOptions().withoutBias()).parameters())
        .containsOnlyKeys("weight_ih_l0", "weight_hh_l0");
    assertThat(gru.parameters()).hasSize(16).containsKey("bias_hh_l1_reverse");
    assertThat(gru.parameters().get("weight_ih_l1_reverse")).hasShape(9, 6);
  }

  @Test
  void describesItself() {
    RecurrentOptions all =
        new RecurrentOptions().layers(2).withoutBias().timeFirst().dropout(0.1).bidirectional();

    assertThat(lstm).hasToString("LSTM(2, 3)");
    assertThat(new RNN(2, 3, RNN.Nonlinearity.RELU, all))
        .hasToString("RNN(2, 3, 2 layers, no bias, time first, dropout 0.1, bidirectional, ReLU)");
  }

  @Test
  void timeMayComeFirst() {
    // GIVEN
    RecurrentOptions options = new RecurrentOptions().layers(2).bidirectional().timeFirst();
    GRU timeFirst = new GRU(2, 3, options);
    timeFirst.loadStateDict(gru.stateDict());
    Tensor lengths = Tensor.of(5, 1, 3, 4);
    // WHEN
    Outputs outputs = timeFirst.callAll(x.permute(1, 0, 2), lengths);
    // THEN
    Outputs expected = gru.callAll(x, lengths);
    assertThat(outputs.get("output")).hasShape(5, 4, 6);
    assertThat(outputs.get("output").permute(1, 0, 2)).isCloseTo(expected.get("output"));
    assertThat(outputs.get("h")).isCloseTo(expected.get("h"));
  }

  @Test
  void goesOnFromAState() {
    // WHEN
    Outputs first = lstm.callAll(x.slice(1, 0, 2));
    Outputs second = lstm.callAll(x.slice(1, 2, 5), first.get("h"), first.get("c"));
    // THEN
    Outputs whole = lstm.callAll(x);
    assertThat(second.get("output")).isCloseTo(whole.get("output").slice(1, 2, 5));
    assertThat(second.get("c")).isCloseTo(whole.get("c"));
  }

  /** Not even where it is NaN. */
  @Test
  void paddingIsNotRead() {
    // GIVEN
    Tensor clean = Tensor.ones(2, 3, 2);
    Tensor padded =
        Tensor.of(new double[] {1, 1, 1, 1, 1, 1, 1, 1, NAN, NAN, NAN, NAN}, 2, 3, 2)
            .to(DataType.FLOAT)
            .requiresGrad(true);
    Tensor lengths = Tensor.of(3, 1);
    // WHEN
    Tensor output = gru.callAll(padded, lengths).get("output");
    output.sum().backward();
    // THEN
    assertThat(output).isIdenticalTo(gru.callAll(clean, lengths).get("output"));
    assertThat(output.slice(0, 1, 2).slice(1, 1, 3)).hasValues(new double[12]);
    assertThat(padded.grad().slice(0, 1, 2).slice(1, 1, 3)).hasValues(new double[4]);
    for (Tensor parameter : gru.parameters().values()) {
      assertThat(parameter.grad().toDoubles()).doesNotContain(NAN);
    }
  }

  @Test
  void fullLengthsChangeNothing() {
    assertThat(gru.callAll(x, Tensor.of(5, 5, 5, 5)).get("output"))
        .isIdenticalTo(gru.callAll(x).get("output"));
  }

  @Test
  void dropsBetweenLayersInTrainingOnly() {
    // GIVEN
    LSTM dropping = new LSTM(2, 3, new RecurrentOptions().layers(2).dropout(0.5));
    LSTM plain = new LSTM(2, 3, new RecurrentOptions().layers(2));
    plain.loadStateDict(dropping.stateDict());
    Tensor expected = plain.callAll(x).get("output");
    // WHEN
    Seed.set(1);
    Tensor once = dropping.callAll(x).get("output");
    Tensor again = dropping.callAll(x).get("output");
    dropping.eval();
    // THEN
    assertThat(once.toDoubles()).isNotEqualTo(again.toDoubles());
    assertThat(dropping.callAll(x).get("output")).isIdenticalTo(expected);
  }

  @Test
  void aFrozenLayerStillPassesGradients() {
    // GIVEN
    gru.freeze();
    Tensor input = Tensor.randn(4, 5, 2).requiresGrad(true);
    // WHEN
    gru.callAll(input).get("output").sum().backward();
    // THEN
    assertThat(input.grad().abs().max().item()).isPositive();
    assertThat(gru.parameters().get("weight_hh_l0").grad()).isNull();
  }

  /** All steps use the same memory, once the first ones have shown how much they need. */
  @Test
  void stepsNeedNoMoreMemoryAfterTheFirst() {
    // GIVEN
    LSTM model = new LSTM(16, 32, new RecurrentOptions().layers(2).bidirectional());
    SGD optimizer = new SGD(model.parameters(), 0.01);
    Tensor input = Tensor.randn(32, 20, 16).requiresGrad(true);
    Set<Long> addresses = new HashSet<>();
    // WHEN
    for (int step = 0; step < 300; step++) {
      try (MemoryScope scope = MemoryScope.open()) {
        Tensor output = model.callAll(input).get("output");
        Tensor loss = output.square().mean();
        loss.backward();
        optimizer.step();
        optimizer.zeroGrad();
        List<Long> ends = List.of(address(output), address(Tensor.ones(7)));
        if (step >= 10) {
          addresses.addAll(ends);
        }
      }
    }
    // THEN
    assertThat(addresses).hasSize(2);
  }

  private static long address(Tensor tensor) {
    return tensor.array().data().address();
  }

  /** Its layers hold their weights in records, which a copy must not share. */
  @Test
  void aCopyKeepsItsWeights() {
    // GIVEN
    Tensor before = gru.callAll(x).get("output").detach();
    GRU copy = (GRU) gru.copy();
    // WHEN
    gru.parameters().values().forEach(parameter -> parameter.update(array -> array.muli(2)));
    // THEN
    assertThat(copy.callAll(x).get("output")).isIdenticalTo(before);
    assertThat(gru.callAll(x).get("output").toDoubles()).isNotEqualTo(before.toDoubles());
  }

  @Test
  void refusesWrongInputs() {
    assertRefused(
        "LSTM with 2 features wants an input of shape [batch, time, 2], with at least one step in"
            + " time; not [4, 5, 3]",
        Tensor.ones(4, 5, 3));
    assertRefused("not [5, 2]", Tensor.ones(5, 2));
    assertRefused("not [4, 0, 2]", Tensor.zeros(4, 0, 2));
    assertRefused(
        "LSTM wants x, then optionally h and c, then optionally the lengths (int64); not 2 floating"
            + " point tensors",
        x,
        Tensor.zeros(1, 4, 3));
    assertRefused(
        "LSTM wants c of shape [layers · directions, batch, hidden], here [1, 4, 3]; not [4, 3]",
        x,
        Tensor.zeros(1, 4, 3),
        Tensor.zeros(4, 3));
    assertRefused(
        "lengths are int64 of shape [batch], here [4]; not LONG of shape [3]",
        x,
        Tensor.of(1, 2, 3));
    assertRefused("not INT of shape [4]", x, Tensor.of(1, 2, 3, 4).to(DataType.INT32));
    assertRefused(
        "length 0, number 2 of 4, is not from 1 to 5, the number of steps of the input",
        x,
        Tensor.of(1, 2, 0, 4));
    assertRefused("length 6, number 0 of 4", x, Tensor.of(6, 2, 3, 4));
    assertRefused("LSTM wants an input");
  }

  private void assertRefused(String message, Tensor... inputs) {
    assertThatThrownBy(() -> lstm.callAll(inputs))
        .isInstanceOf(ModuleException.class)
        .hasMessageContaining(message);
  }

  @Test
  void refusesWrongSizes() {
    RecurrentOptions options = new RecurrentOptions();

    assertThatThrownBy(() -> new GRU(0, 3))
        .hasMessage(
            "a recurrent layer wants a positive number of inputs and of hidden units, not 0 and 3");
    assertThatThrownBy(() -> options.layers(0))
        .hasMessage("the number of layers must be positive, not 0");
    assertThatThrownBy(() -> options.dropout(1))
        .hasMessage("the probability of dropping must lie in [0, 1), not 1.0");
  }

  @Test
  void saysThatItHasSeveralOutputs() {
    assertThatThrownBy(() -> lstm.call(x)).hasMessageContaining("use callAll");
  }

  @Test
  void loadsOnlyWhatFits() {
    assertThatThrownBy(() -> lstm.loadStateDict(Map.of("weight_ih_l0", Tensor.ones(9, 2))))
        .hasMessageContaining("weight_ih_l0");
    assertThat(List.of(lstm.stateDict().get("weight_ih_l0").shape()))
        .containsExactly(new long[] {12, 2});
  }
}
