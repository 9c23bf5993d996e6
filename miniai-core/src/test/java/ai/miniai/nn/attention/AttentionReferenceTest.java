package ai.miniai.nn.attention;

import static ai.miniai.nn.Numbers.cycle;
import static ai.miniai.tensor.TensorAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import ai.miniai.loss.MSELoss;
import ai.miniai.nn.Module;
import ai.miniai.nn.Outputs;
import ai.miniai.nn.PyTorchNumbers;
import ai.miniai.nn.norm.LayerNorm;
import ai.miniai.optim.SGD;
import ai.miniai.random.Seed;
import ai.miniai.tensor.Tensor;
import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;

/** Attention and the encoder beside PyTorch's, which pytorch.txt holds. */
class AttentionReferenceTest {
  private static final Tensor PADDING =
      Tensor.of(0, 0, 1, 0, 1, 0, 0, 0, 0, 1).reshape(2, 5).to(DataType.BOOL);
  private static final Tensor IGNORED = multiplesOfSeven();
  private static final Tensor FUTURE = Tensor.ones(5, 5).triu(1).gt(0).unsqueeze(0);

  private static Tensor multiplesOfSeven() {
    long[] flags = new long[25];
    for (int i = 0; i < flags.length; i++) {
      flags[i] = (i + 1) * 3 % 7 == 0 ? 1 : 0;
    }
    return Tensor.of(flags).reshape(1, 5, 5).to(DataType.BOOL);
  }

  private record Setup(Module module, List<Tensor> inputs, Tensor... masks) {}

  private static Map<String, Setup> setups() {
    return ImmutableMap.<String, Setup>builder()
        .put("attention", new Setup(attention(2), List.of(query(5))))
        .put("attention, one head", new Setup(attention(1), List.of(query(5))))
        .put("attention, heads of width 1", new Setup(attention(4), List.of(query(5))))
        .put("attention, one place", new Setup(attention(2), List.of(query(1))))
        .put(
            "attention, no bias",
            new Setup(new MultiheadAttention(4, 2, 0, false), List.of(query(5))))
        .put("attention, other key and value", new Setup(attention(2), others()))
        .put("attention, padding", new Setup(attention(2), List.of(query(5)), PADDING))
        .put(
            "attention, padding of all",
            new Setup(
                attention(2),
                List.of(query(2)),
                Tensor.of(1, 1, 0, 1).reshape(2, 2).to(DataType.BOOL)))
        .put("attention, ignored", new Setup(attention(2), List.of(query(5)), IGNORED))
        .put("attention, added", new Setup(attention(2), List.of(query(5)), cycle(3, 19, 9, 5, 5)))
        .put("attention, causal", new Setup(attention(2).causal(), List.of(query(5))))
        .put(
            "attention, causal and padding",
            new Setup(attention(2), List.of(query(5)), FUTURE, PADDING))
        .put("layer", new Setup(layer(), List.of(query(5))))
        .put("layer, gelu", new Setup(layer().gelu(), List.of(query(5))))
        .put("layer, norm first", new Setup(layer().normFirst(), List.of(query(5))))
        .put("layer, padding", new Setup(layer(), List.of(query(5)), PADDING))
        .put("layer, causal", new Setup(layer().causal(), List.of(query(5))))
        .put(
            "encoder",
            new Setup(
                new TransformerEncoder(
                    List.of(layer().normFirst(), layer().normFirst()), new LayerNorm(4)),
                List.of(query(5)),
                PADDING))
        .buildOrThrow();
  }

  private static MultiheadAttention attention(int heads) {
    return new MultiheadAttention(4, heads);
  }

  private static TransformerEncoderLayer layer() {
    return new TransformerEncoderLayer(4, 2, 6, 0);
  }

  private static Tensor query(int length) {
    return cycle(7, 23, 11, 2, length, 4).requiresGrad(true);
  }

  private static List<Tensor> others() {
    Tensor key = cycle(3, 13, 6, 2, 5, 4);
    Tensor value = key.times(2).minus(0.1).detach();
    return List.of(query(3), key.requiresGrad(true), value.requiresGrad(true));
  }

  static Stream<PyTorchNumbers> cases() throws IOException {
    return PyTorchNumbers.beside(AttentionReferenceTest.class)
        .filter(line -> !line.name().startsWith("initial") && !line.name().equals("losses"));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void isPyTorchs(PyTorchNumbers given) {
    // GIVEN
    Setup setup = setups().get(given.name());
    assertThat(setup).as(given.name()).isNotNull();
    List<Tensor> leaves = new ArrayList<>(setup.inputs);
    setup.module.parameters().values().forEach(leaves::add);
    // WHEN
    Tensor output = run(setup);
    // THEN
    int gradients = setup.module instanceof MultiheadAttention ? 2 : 1;
    assertThat(output).within(1e-5).hasValues(given.expected().get(0));
    assertThat(given.expected()).hasSize(gradients + leaves.size());
    for (int i = 0; i < leaves.size(); i++) {
      assertThat(leaves.get(i).grad())
          .as("gradient %s", i)
          .within(2e-5)
          .hasValues(given.expected().get(gradients + i));
    }
  }

  static Stream<PyTorchNumbers> attentions() throws IOException {
    return cases().filter(line -> line.name().startsWith("attention"));
  }

  /** The same on the way that computes the weights one by one. */
  @ParameterizedTest
  @MethodSource("attentions")
  void isPyTorchsWithWeights(PyTorchNumbers given) {
    // GIVEN
    Setup setup = setups().get(given.name());
    MultiheadAttention attention = ((MultiheadAttention) setup.module).withWeights();
    fill(attention);
    // WHEN
    Outputs outputs = attention.callAll(inputs(setup));
    outputs.get("output").backward(cycle(5, 17, 8, outputs.get("output").shape()));
    // THEN
    assertThat(outputs.get("output")).within(1e-5).hasValues(given.expected().get(0));
    assertThat(outputs.get("weights")).within(1e-5).hasValues(given.expected().get(1));
    assertThat(setup.inputs.get(0).grad()).within(2e-5).hasValues(given.expected().get(2));
  }

  private static Tensor run(Setup setup) {
    fill(setup.module);
    Tensor output = setup.module.call(inputs(setup));
    output.backward(cycle(5, 17, 8, output.shape()));
    return output;
  }

  private static void fill(Module module) {
    module
        .parameters()
        .values()
        .forEach(weight -> weight.update(x -> x.assign(cycle(5, 11, 4, weight.shape()).array())));
  }

  private static Tensor[] inputs(Setup setup) {
    return Stream.concat(setup.inputs.stream(), Stream.of(setup.masks)).toArray(Tensor[]::new);
  }

  @Test
  void theSameSeedGivesPyTorchsWeights() throws IOException {
    Seed.set(1);
    assertInitial("initial attention", new MultiheadAttention(8, 2));
    Seed.set(1);
    assertInitial("initial layer", new TransformerEncoderLayer(8, 2, 16, 0.1));
  }

  private static void assertInitial(String name, Module module) throws IOException {
    List<double[]> expected = line(name).expected();
    List<Tensor> parameters = List.copyOf(module.parameters().values());
    assertThat(parameters).hasSameSizeAs(expected);
    for (int i = 0; i < expected.size(); i++) {
      assertThat(parameters.get(i).reshape(-1).slice(0, 0, 6))
          .as("%s, parameter %s", name, i)
          .hasValues(expected.get(i));
    }
  }

  private static PyTorchNumbers line(String name) throws IOException {
    return PyTorchNumbers.beside(AttentionReferenceTest.class)
        .filter(line -> line.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void twentyStepsOfTrainingHavePyTorchsLosses() throws IOException {
    // GIVEN
    Seed.set(3);
    Module model = new TransformerEncoderLayer(8, 2, 16, 0);
    Tensor x = cycle(7, 23, 11, 4, 6, 8);
    Tensor goal = cycle(5, 17, 8, 4, 6, 8);
    SGD optimizer = new SGD(model.parameters(), 0.5);
    double[] losses = new double[20];
    // WHEN
    for (int i = 0; i < losses.length; i++) {
      Tensor loss = new MSELoss().loss(model.call(x), goal);
      losses[i] = loss.item();
      optimizer.zeroGrad();
      loss.backward();
      optimizer.step();
    }
    // THEN
    assertThat(Tensor.of(losses, 20)).within(1e-5).hasValues(line("losses").expected().get(0));
  }
}
