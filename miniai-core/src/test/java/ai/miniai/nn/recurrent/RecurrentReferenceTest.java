package ai.miniai.nn.recurrent;

import static ai.miniai.tensor.TensorAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import ai.miniai.io.Safetensors;
import ai.miniai.nn.Linear;
import ai.miniai.nn.Module;
import ai.miniai.nn.Outputs;
import ai.miniai.optim.SGD;
import ai.miniai.random.Seed;
import ai.miniai.tensor.Tensor;
import com.google.common.base.Splitter;
import com.google.common.io.Resources;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/** Recurrent layers beside PyTorch's, of which pytorch.txt holds the results. */
class RecurrentReferenceTest {
  private static final int BATCH = 3;
  private static final int TIME = 4;
  private static final int IN = 2;
  private static final int HIDDEN = 3;

  /** One line: what is computed, and the results in order. */
  record Case(String name, List<String> results) {
    @Override
    public String toString() {
      return name;
    }

    boolean has(String word) {
      return Splitter.on(' ').splitToList(name).contains(word);
    }
  }

  private static Stream<Case> lines() throws IOException {
    return Resources.readLines(
            Resources.getResource(RecurrentReferenceTest.class, "pytorch.txt"),
            StandardCharsets.UTF_8)
        .stream()
        .filter(line -> !line.startsWith("#"))
        .map(line -> Splitter.on(" | ").splitToList(line))
        .map(parts -> new Case(parts.get(0), parts.subList(1, parts.size())));
  }

  static Stream<Case> layers() throws IOException {
    return lines().filter(line -> Stream.of("seed", "losses", "saved").noneMatch(line::has));
  }

  static Stream<Case> seeds() throws IOException {
    return lines().filter(line -> line.has("seed"));
  }

  static Stream<Case> trainings() throws IOException {
    return lines().filter(line -> line.has("losses"));
  }

  @ParameterizedTest
  @MethodSource("layers")
  void isPyTorchsInFloat64(Case given) {
    inFloat64(() -> check(given, DataType.DOUBLE, 1e-10));
  }

  @ParameterizedTest
  @MethodSource("layers")
  void isPyTorchsInFloat32(Case given) {
    check(given, DataType.FLOAT, 1e-5);
  }

  private static void inFloat64(Runnable test) {
    Nd4j.setDefaultDataTypes(DataType.DOUBLE, DataType.DOUBLE);
    try {
      test.run();
    } finally {
      Nd4j.setDefaultDataTypes(DataType.FLOAT, DataType.FLOAT);
    }
  }

  private static void check(Case given, DataType kind, double tolerance) {
    // GIVEN
    List<String> words = Splitter.on(' ').splitToList(given.name);
    int layers = Integer.parseInt(words.get(1));
    Recurrent model = model(words.get(0), layers, given.has("bidirectional"), given.has("bias"));
    setWaves(model, 1);
    Tensor x = wave(0.5, BATCH, TIME, IN).to(kind).requiresGrad(true);
    List<Tensor> inputs = new ArrayList<>(List.of(x));
    int parts = layers * (given.has("bidirectional") ? 2 : 1);
    for (int i = 0; given.has("states") && i < (given.has("LSTM") ? 2 : 1); i++) {
      inputs.add(wave(i + 0.1, parts, BATCH, HIDDEN).times(0.5).to(kind).requiresGrad(true));
    }
    Tensor[] graded = inputs.toArray(new Tensor[0]);
    if (given.has("lengths")) {
      inputs.add(Tensor.of(2, 4, 1));
    }
    // WHEN
    Outputs outputs = model.callAll(inputs.toArray(new Tensor[0]));
    Tensor loss = Tensor.scalar(0).to(kind);
    for (int i = 0; i < outputs.size(); i++) {
      Tensor result = outputs.get(i);
      loss = loss.plus(result.times(wave(i + 0.2, result.shape()).to(kind)).sum());
    }
    loss.backward();
    // THEN
    List<Tensor> results = new ArrayList<>(outputs.list());
    Arrays.stream(graded).map(Tensor::grad).forEach(results::add);
    List<String> names = new ArrayList<>(results.stream().map(result -> "").toList());
    model
        .parameters()
        .forEach(
            (name, parameter) -> {
              names.add(name + " ");
              results.add(parameter.grad());
            });
    assertThat(results).hasSameSizeAs(given.results);
    for (int i = 0; i < results.size(); i++) {
      String expected = given.results.get(i);
      assertThat(expected).as("result %s", i).startsWith(names.get(i));
      assertThat(digest(results.get(i)))
          .as("result %s, %s", i, names.get(i))
          .hasType(kind)
          .within(tolerance)
          .hasValues(Double.parseDouble(expected.substring(names.get(i).length())));
    }
  }

  private static Recurrent model(String cell, int layers, boolean both, boolean bias) {
    RecurrentOptions options = new RecurrentOptions().layers(layers);
    options = both ? options.bidirectional() : options;
    options = bias ? options : options.withoutBias();
    return switch (cell) {
      case "LSTM" -> new LSTM(IN, HIDDEN, options);
      case "GRU" -> new GRU(IN, HIDDEN, options);
      case "RNN_RELU" -> new RNN(IN, HIDDEN, RNN.Nonlinearity.RELU, options);
      default -> new RNN(IN, HIDDEN, RNN.Nonlinearity.TANH, options);
    };
  }

  /** cos(0.7 k + i), k = 0, 1, … */
  private static Tensor wave(double i, long... shape) {
    int count = (int) Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    return Tensor.of(
        IntStream.range(0, count).mapToDouble(k -> Math.cos(0.7 * k + i)).toArray(), shape);
  }

  private static Tensor digest(Tensor x) {
    return x.times(wave(0.3, x.shape()).to(x.dataType())).sum();
  }

  private static void setWaves(Module model, double factor) {
    Map<String, Tensor> state = new HashMap<>();
    model
        .parameters()
        .forEach((name, value) -> state.put(name, wave(state.size(), value.shape()).times(factor)));
    model.loadStateDict(state);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aSeedGivesPyTorchsWeights(Case given) {
    // GIVEN
    List<String> words = Splitter.on(' ').splitToList(given.name);
    RecurrentOptions options = new RecurrentOptions().layers(2).bidirectional();
    Seed.set(Integer.parseInt(words.get(1)));
    // WHEN
    Recurrent model =
        switch (words.get(2)) {
          case "LSTM" -> new LSTM(3, 4, options);
          case "GRU" -> new GRU(3, 4, options);
          default -> new RNN(3, 4, RNN.Nonlinearity.TANH, options);
        };
    // THEN
    double[] values = model.parameters().get(words.get(3)).toDoubles();
    List<String> ends = Splitter.on(' ').splitToList(given.results.get(0));
    assertThat((float) values[0]).isEqualTo(Float.parseFloat(ends.get(0)));
    assertThat((float) values[values.length - 1]).isEqualTo(Float.parseFloat(ends.get(1)));
  }

  @Test
  void aStateSavedByPyTorchLoads() throws Exception {
    // GIVEN
    Path file = Path.of(Resources.getResource(getClass(), "lstm.safetensors").toURI());
    LSTM model = new LSTM(IN, HIDDEN, new RecurrentOptions().layers(2).bidirectional());
    // WHEN
    model.loadStateDict(Safetensors.read(file).tensors());
    // THEN
    Case expected = lines().filter(line -> line.has("saved")).findFirst().orElseThrow();
    List<Tensor> results = model.callAll(wave(0.5, BATCH, TIME, IN).to(DataType.FLOAT)).list();
    for (int i = 0; i < results.size(); i++) {
      assertThat(digest(results.get(i)))
          .as("result %s", i)
          .hasValues(Double.parseDouble(expected.results.get(i)));
    }
  }

  @ParameterizedTest
  @MethodSource("trainings")
  void trainsAsInPyTorch(Case given) {
    inFloat64(
        () -> {
          // GIVEN
          Recurrent model = model(given.name.substring("losses ".length()), 2, false, true);
          LastState whole = new LastState(model);
          setWaves(whole, 0.5);
          Tensor x = wave(0.5, BATCH, TIME, IN);
          Tensor y = x.mean(1, 2).unsqueeze(1);
          SGD optimizer = new SGD(whole.parameters(), 0.1);
          // WHEN
          double[] losses = new double[20];
          for (int step = 0; step < losses.length; step++) {
            Tensor loss = whole.call(x).mse(y);
            loss.backward();
            optimizer.step();
            optimizer.zeroGrad();
            losses[step] = loss.item();
          }
          // THEN
          double[] expected =
              Splitter.on(' ')
                  .splitToStream(given.results.get(0))
                  .mapToDouble(Double::parseDouble)
                  .toArray();
          assertThat(Tensor.of(losses, 20)).within(1e-10).hasValues(expected);
        });
  }

  /** A number for each sequence, from the state after its last step. */
  private static final class LastState extends Module {
    private final Recurrent body;
    private final Linear head;

    LastState(Recurrent body) {
      this.body = child("body", body);
      this.head = child("head", new Linear(HIDDEN, 1));
    }

    @Override
    protected Tensor forward(Tensor x) {
      return head.call(
          body.callAll(x).get("output").slice(1, TIME - 1, TIME).reshape(BATCH, HIDDEN));
    }
  }
}
