package ai.miniai.onnx;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.miniai.nn.Lambda;
import ai.miniai.nn.Linear;
import ai.miniai.nn.Module;
import ai.miniai.nn.Outputs;
import ai.miniai.tensor.Tensor;
import ai.onnxruntime.OrtException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import onnx.Onnx.ModelProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.TensorProto;
import onnx.Onnx.ValueInfoProto;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stands in the file beside the numbers, and how it is written. */
class FileTest {
  @TempDir Path folder;

  private final Tensor example = Tensor.randn(2, 3);

  private Path file() {
    return folder.resolve("model.onnx");
  }

  private ModelProto read() {
    try {
      return ModelProto.parseFrom(Files.readAllBytes(file()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void saysWhatTheModelIsAndWhereItComesFrom() {
    // WHEN
    Onnx.of(new Linear(3, 2), example).name("wine").license("CC-BY-4.0").export(file());
    // THEN
    ModelProto model = read();
    assertThat(model.getGraph().getName()).isEqualTo("wine");
    assertThat(model.getMetadataProps(0).getKey()).isEqualTo("model_license");
    assertThat(model.getMetadataProps(0).getValue()).isEqualTo("CC-BY-4.0");
    assertThat(model.getProducerName()).isEqualTo("miniai");
    assertThat(model.getProducerVersion()).matches("\\d+\\.\\d+.*");
    assertThat(model.getOpsetImport(0).getVersion()).isEqualTo(17);
    assertThat(model.getIrVersion()).isEqualTo(8);
  }

  @Test
  void withoutSettingsItIsNamedAfterTheClass() {
    // WHEN
    Onnx.export(new Linear(3, 2), example, file());
    // THEN
    assertThat(read().getGraph().getName()).isEqualTo("Linear");
    assertThat(read().getMetadataPropsList()).isEmpty();
  }

  /** Without it, a reader may take the default, which is to keep the dimensions. */
  @Test
  void anAttributeOf0IsWritten() throws IOException {
    // WHEN
    Onnx.export(new Lambda("sum", x -> x.sum(1)), example, file());
    // THEN
    String field = "keepdims\u00a0\u0001\u0002\u0018\u0000"; // name, type INT, i = 0
    assertThat(Files.readString(file(), ISO_8859_1)).contains(field);
  }

  @Test
  void theSameModelGivesTheSameBytes() throws IOException {
    // GIVEN
    Module model = new Linear(3, 2);
    Onnx.export(model, example, file());
    byte[] first = Files.readAllBytes(file());
    // WHEN
    Onnx.export(model, Tensor.randn(5, 3), file());
    // THEN
    assertThat(Files.readAllBytes(file())).isEqualTo(first);
  }

  @Test
  void severalThreadsMayExportOneModel() {
    // GIVEN
    Module model = new Linear(3, 2);
    // WHEN
    List<Path> files =
        IntStream.range(0, 8)
            .parallel()
            .mapToObj(
                i -> {
                  Path file = folder.resolve(i + ".onnx");
                  Onnx.export(model, example, file);
                  return file;
                })
            .toList();
    // THEN
    assertThat(files).allSatisfy(file -> assertThat(file).hasSameBinaryContentAs(files.get(0)));
  }

  @Test
  void parametersKeepTheirNamesAndTheBatchIsFree() {
    // WHEN
    Onnx.of(new Linear(3, 2), example).inputs("features").export(file());
    // THEN
    assertThat(read().getGraph().getInitializerList())
        .extracting(TensorProto::getName)
        .containsExactly("weight", "bias");
    try (Exported exported = new Exported(file())) {
      assertThat(Exported.shape(exported.session().getInputInfo().get("features")))
          .containsExactly(-1, 3);
      assertThat(Exported.shape(exported.session().getOutputInfo().get("output")))
          .containsExactly(-1, 2);
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Its parts have names that other values of a graph have, or that are hard to write. */
  private static final class Hostile extends Module {
    private final Tensor input = parameter("input", Tensor.rand(3));
    private final Tensor output = parameter("output", Tensor.rand(3));
    private final List<Linear> layers =
        Stream.of("Add", "a/b", "\"quoted\"", " ", "\n\u0000", "日本語 🙂", "input_2")
            .map(name -> child(name, new Linear(3, 3)))
            .toList();

    @Override
    protected Outputs forwardAll(Tensor... inputs) {
      Tensor x = inputs[0].plus(input).plus(output);
      for (Linear layer : layers) {
        x = layer.call(x);
      }
      return Outputs.of("input", x).and("Add/Gemm", x.relu()).and("日本語", x.exp());
    }
  }

  @Test
  void hostileNamesAreKeptApart() {
    // GIVEN
    Module model = new Hostile();
    // WHEN
    Onnx.of(model, example).name("\"../x\"\n🙂").license("\u0000\"").export(file());
    // THEN
    try (Exported exported = new Exported(file())) {
      exported.checkAgainst(model, Tensor.randn(4, 3));
    }
    assertThat(names()).doesNotHaveDuplicates().doesNotContain("");
  }

  /** All names of values, each once where it comes into being. */
  private List<String> names() {
    var graph = read().getGraph();
    return Stream.of(
            graph.getInputList().stream().map(ValueInfoProto::getName),
            graph.getInitializerList().stream().map(TensorProto::getName),
            graph.getNodeList().stream().map(NodeProto::getOutputList).flatMap(List::stream))
        .flatMap(names -> names)
        .toList();
  }

  @Test
  void aFileIsReplacedAtOnceOrNotAtAll() throws IOException {
    // GIVEN
    Files.writeString(file(), "before");
    // WHEN
    assertThatThrownBy(() -> Onnx.export(new Linear(2, 2), example, file()))
        .isInstanceOf(RuntimeException.class);
    // THEN
    assertThat(file()).hasContent("before");
    Onnx.export(new Linear(3, 2), example, file());
    assertThat(read().getGraph().getNodeCount()).isEqualTo(1);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(file());
    }
  }

  @Test
  void aFileThatCannotBeWrittenIsNamed() {
    assertThatThrownBy(() -> Onnx.export(new Linear(3, 2), example, folder))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("cannot write " + folder + ": it is a folder");
    assertThatThrownBy(() -> Onnx.export(new Linear(3, 2), example, folder.resolve("a/model.onnx")))
        .hasMessageContaining("a/model.onnx: there is no such file or folder");
  }
}
