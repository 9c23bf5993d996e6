package ai.miniai.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Recorded layers, losses, metrics and trainings agree with PyTorch; what cannot be is said. */
class ParityFormsTest {
  private static final Path CASES = Path.of("src", "test", "resources", "parity");

  @RegisterExtension private final CommandLineExtension miniai = new CommandLineExtension();
  @TempDir private Path folder;

  static List<String> cases(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> file.endsWith("case.json"))
          .map(file -> file.getParent().toString())
          .sorted()
          .toList();
    }
  }

  private static String[] arguments(List<String> cases, String... more) {
    return Stream.concat(Stream.of("parity"), Stream.concat(Stream.of(more), cases.stream()))
        .toArray(String[]::new);
  }

  @ParameterizedTest
  @CsvSource({
    "layers,float64",
    "layers,float32",
    "losses,float64",
    "losses,float32",
    "metrics,float64",
    "metrics,float32",
    "trainings,float64",
    "trainings,float32"
  })
  void allQuantitiesAgreeWithPyTorch(String family, String precision) throws IOException {
    List<String> cases = cases(CASES.resolve(family));

    int exit = miniai.run(arguments(cases, "--precision", precision));

    assertThat(miniai.errors()).isEmpty();
    assertThat(miniai.printed()).doesNotContain("FAIL");
    assertThat(miniai.printed().lines().filter(line -> line.endsWith("  ok")))
        .hasSizeGreaterThanOrEqualTo(cases.size());
    assertThat(exit).isZero();
  }

  @Test
  void noImagesAreNeeded() {
    int exit =
        miniai.run("parity", "--data", "" + folder, "" + CASES.resolve("layers").resolve("linear"));

    assertThat(exit).isZero();
  }

  private Path copy(String name) throws IOException {
    Path copy = Files.createDirectories(folder.resolve("case"));
    try (Stream<Path> files = Files.list(CASES.resolve(name))) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(file.getFileName()));
      }
    }
    return copy;
  }

  private Path changed(String name, String part, String other) throws IOException {
    Path copy = copy(name);
    Path json = copy.resolve("case.json");
    String text = Files.readString(json);
    assertThat(text).contains(part);
    Files.writeString(json, text.replace(part, other));
    return copy;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"layers/gru", "losses/kl-div", "metrics/perplexity", "trainings/conv1d-net"})
  void anotherNumberThanTheExpectedOneFails(String name) throws IOException {
    Path copy = copy(name);
    byte[] expected = Files.readAllBytes(copy.resolve("expected.f64"));
    expected[7] ^= (byte) 0x80; // the sign of the first one
    Files.write(copy.resolve("expected.f64"), expected);

    int exit = miniai.run("parity", "" + copy);

    assertThat(miniai.printed().lines().filter(line -> line.endsWith("FAIL"))).hasSize(1);
    assertThat(exit).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "layers/conv2d| \"kernel_size\": 3| \"kernel_size\": [3, 3]",
        "layers/conv2d| \"padding\": 1| \"padding\": [1, 1], \"dilation\": 1, \"padding_mode\": \"zeros\"",
        "layers/conv2d| \"type\": \"Conv2d\"| \"type\": \"torch.nn.Conv2d\"",
        "layers/conv-transpose2d| \"padding\": 1| \"padding\": [1, 1], \"groups\": 1",
        "layers/max-pool1d| \"kernel_size\": 3| \"kernel_size\": [3], \"ceil_mode\": false",
        "layers/layer-norm| \"eps\": 0.001| \"eps\": 1e-3, \"elementwise_affine\": true",
        "layers/relu| \"type\": \"ReLU\"| \"type\": \"ReLU\", \"inplace\": true, \"device\": null",
        "layers/lstm| \"hidden_size\": 2| \"hidden_size\": 2, \"dropout\": 0.0, \"proj_size\": 0",
        "layers/attention| \"num_heads\": 2| \"num_heads\": 2, \"kdim\": null, \"vdim\": 4",
        "losses/kl-div| \"type\": \"kl_div\"| \"type\": \"kl_div\", \"size_average\": null",
        "losses/cosine-similarity| \"type\"| \"dim\": 1, \"eps\": 1e-08, \"type\"",
        "metrics/multiclass-recall-none| \"none\"| null",
        "trainings/conv1d-net| \"lr\": 0.005| \"lr\": 0.005, \"alpha\": 0.99, \"centered\": false",
      })
  void argumentsMayBeWrittenAsPyTorchAllows(String name, String part, String other)
      throws IOException {
    int exit = miniai.run("parity", "" + changed(name, part, other));

    assertThat(miniai.errors()).isEmpty();
    assertThat(exit).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "layers/linear| \"form\": \"layer\"| \"form\": \"layers\"| the form layers is not known; known are images",
        "layers/linear| \"Linear\"| \"Bilinear\"| the layer Bilinear is not known; known are Linear, Embedding,",
        "layers/linear| \"type\"| \"kind\"| a layer wants a type",
        "layers/linear| \"in_features\"| \"features\"| layer Linear: the argument in_features is missing",
        "layers/linear| \"in_features\": 5| \"in_features\": 5, \"biass\": true| there is no argument biass; there are type, device, dtype, in_features, out_features, bias",
        "layers/linear| \"in_features\": 5| \"in_features\": 5.5| in_features is not a whole number",
        "layers/linear| \"in_features\": 5| \"in_features\": 5, \"bias\": 1| bias is neither true nor false",
        "layers/linear| \"in_features\": 5| \"in_features\": 4| parameter weight has shape [3, 5] in the case, [3, 4] in the model",
        "layers/linear| \"in_features\": 5| \"in_features\": 0| linear: ",
        "layers/linear| \"name\": \"weight\"| \"name\": \"weights\"| the model has no parameter weights, only [weight, bias]",
        "layers/linear| \"name\": \"bias\"| \"name\": \"weight\"| parameter weight has shape [3] in the case",
        "layers/linear| \"name\": \"input\", | | an input lacks its name",
        "layers/linear| inputs.f32| inputs.f16| does not say its type: known endings are .f32, .f64, .i64, .bool",
        "layers/linear| inputs.f32| absent.f32| absent.f32 is missing",
        "layers/linear| \"shape\": [2, 4, 5]| \"shape\": [2, 4, 50]| holds 82 numbers, but linear: input.grad of shape [2,4,50] wants 400 of them from 24 on",
        "layers/linear| \"in_features\": 5| \"in_features\": 2000000000| linear: the case wants more memory than there is",
        "layers/batch-norm1d| 0.3| null| momentum = null, the mean of all batches, cannot be computed",
        "layers/linear| \"output\": {| \"outputs\": {| linear: outputs is not a quantity that can be compared; there are output, ",
        "layers/linear| \"layer\": {| \"training\": 1, \"layer\": {| training is neither true nor false",
        "layers/linear| pytorch_float32_differs_by| differs_by| wants a number \"pytorch_float32_differs_by\"",
        "layers/lstm| \"hidden_size\": 2| \"hidden_size\": 2, \"proj_size\": 1| only proj_size = 0 can be computed, not 1",
        "layers/lstm| \"hidden_size\": 2| \"hidden_size\": 2, \"dropout\": 0.5| with dropout 0.5 the results are random",
        "layers/lstm| [5, 2, 3]| [2, 5, 3]| lstm: h_n should have 4 numbers by the case, but 10 were computed",
        "layers/transformer| \"dim_feedforward\": 3| \"dim_feedforward\": 3, \"activation\": \"tanh\"| activation is \"tanh\"; known are relu, gelu",
        "layers/conv-transpose2d| \"stride\": [2, 2]| \"stride\": [2, 1]| stride must be the same for all sides here, not [2,1]",
        "layers/conv2d-depthwise| \"same\"| \"full\"| padding is \"full\"; known are same, valid",
        "losses/kl-div| kl_div| gaussian_nll_loss| the loss gaussian_nll_loss is not known; known are cross_entropy, ",
        "losses/kl-div| \"type\"| \"reduction\": \"max\", \"type\"| reduction is \"max\"; known are mean, sum, none",
        "losses/cross-entropy-options| [0.5, 2.0, 1.25]| [0.5, [2.0]]| weight is neither a number nor lists of numbers of the same length",
        "metrics/perplexity| Perplexity| BLEUScore| the metric BLEUScore is not known; known are BinaryAccuracy,",
        "metrics/multiclass-accuracy-micro| micro| median| average is \"median\"; known are micro, macro, weighted, none",
        "metrics/multiclass-accuracy-micro| \"num_classes\": 4| \"num_classes\": 5| with num_classes 5, predictions are [batch, 5, ...], not [8, 4]",
        "metrics/perplexity| \"batch_size\": 2| \"batch_size\": 0| the batch size is not positive: 0",
        "metrics/perplexity| \"shape\": [5, 4]| \"shape\": [4, 5]| input target of shape [4, 5] does not hold 5 items",
        "trainings/lstm-classifier| \"name\": \"target\"| \"name\": \"labels\"| of which one is called target; not [input, labels]",
        "trainings/lstm-classifier| \"output\", \"last\"| \"h\", \"last\"| has no output h to take, only [output, h_n, c_n]",
        "trainings/lstm-classifier| \"sgd\"| \"lion\"| the optimizer lion is not known; known are sgd, adam, adamw, rmsprop",
        "trainings/lstm-classifier| \"momentum\"| \"momentun\"| optimizer sgd: there is no argument momentun; there are ",
      })
  void whatCannotBeIsNamed(String name, String part, String other, String problem)
      throws IOException {
    Path copy = changed(name, part, other == null ? "" : other);

    int exit = miniai.run("parity", "" + copy);

    assertThat(miniai.errors())
        .startsWith("miniai: ")
        .contains(problem)
        .doesNotContain("Exception", "\tat ");
    assertThat(exit).isEqualTo(1);
  }

  @Test
  void notANumberIsMetByNotANumber() throws IOException {
    Files.write(folder.resolve("x.f64"), doubles(Double.NaN, -1, Double.POSITIVE_INFINITY));
    Files.write(folder.resolve("y.f64"), doubles(Double.NaN, 0, Double.POSITIVE_INFINITY));
    Files.writeString(
        folder.resolve("case.json"),
        """
        {"form": "layer", "layer": {"type": "ReLU"},
         "inputs": [{"name": "input", "file": "x.f64", "shape": [3]}],
         "expected": {"output": {"file": "y.f64", "shape": [3], "pytorch_float32_differs_by": 0}}}
        """);

    int exit = miniai.run("parity", "" + folder);

    assertThat(miniai.printed()).endsWith("parity: 1 of 1 quantities within allowance\n");
    assertThat(exit).isZero();
  }

  private static byte[] doubles(double... values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (double value : values) {
      bytes.putDouble(value);
    }
    return bytes.array();
  }
}
