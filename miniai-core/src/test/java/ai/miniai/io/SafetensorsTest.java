package ai.miniai.io;

import static ai.miniai.tensor.TensorAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.miniai.nn.Conv2d;
import ai.miniai.nn.Flatten;
import ai.miniai.nn.Linear;
import ai.miniai.nn.ReLU;
import ai.miniai.nn.Sequential;
import ai.miniai.nn.norm.BatchNorm2d;
import ai.miniai.tensor.Tensor;
import com.google.common.collect.ImmutableMap;
import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

class SafetensorsTest {
  @TempDir Path folder;

  private Path file() {
    return folder.resolve("model.safetensors");
  }

  /** A file that docs/safetensors_torch.py has written with PyTorch 1.13. */
  private static Map<String, Tensor> fromPyTorch(String name) throws URISyntaxException {
    var resource =
        Objects.requireNonNull(SafetensorsTest.class.getResource("/safetensors/" + name));
    return Safetensors.read(Path.of(resource.toURI())).tensors();
  }

  private static Sequential cnn() {
    return new Sequential(
        new Conv2d(1, 4, 3, 2, 1, true),
        new ReLU(),
        new Conv2d(4, 3, 3, 2, 1, false),
        new BatchNorm2d(3),
        new Flatten(),
        new Linear(12, 5));
  }

  // ---------------------------------------------------------------- what is right

  @Test
  void aModelOfPyTorchGivesTheSameLogitsHere() throws URISyntaxException {
    // GIVEN
    Map<String, Tensor> saved = new HashMap<>(fromPyTorch("torch-cnn.safetensors"));
    Tensor input = saved.remove("input");
    Tensor logits = saved.remove("logits");
    Sequential model = cnn();
    // WHEN
    model.loadStateDict(saved);
    // THEN
    model.eval();
    assertThat(model.call(input)).within(1e-5).isCloseTo(logits);
  }

  @Test
  void allTypesOfPyTorchAreReadExactly() throws URISyntaxException {
    // WHEN
    Map<String, Tensor> read = fromPyTorch("torch-types.safetensors");
    // THEN
    assertThat(read.get("f64")).hasType(DataType.DOUBLE).within(0).hasValues(1.0 / 3, -2e300);
    assertThat(read.get("f16"))
        .hasType(DataType.FLOAT)
        .within(0)
        .hasValues(1.5, -0.0, 65504, 0x1p-24, Double.POSITIVE_INFINITY, Double.NaN, -0x1.5p-16);
    assertThat(read.get("bf16"))
        .within(0)
        .hasValues(1.5, -3.00405527047391e+38, 9.183549615799121e-41);
    assertThat(read.get("i64").array().toLongVector()).containsExactly((1L << 62) + 1, -5);
    assertThat(read.get("i32")).hasType(DataType.INT64).hasValues(Integer.MIN_VALUE);
    assertThat(read.get("i16")).hasValues(-300);
    assertThat(read.get("i8")).hasValues(-128);
    assertThat(read.get("u8")).hasValues(255);
    assertThat(read.get("scalar")).hasShape().hasValues(2.5);
  }

  @Property(tries = 50)
  void whatIsWrittenIsRead(@ForAll("tensors") Map<String, Tensor> tensors) throws IOException {
    try (FileSystem memory = Jimfs.newFileSystem(Configuration.unix())) {
      // GIVEN
      Path path = memory.getPath("t.safetensors");
      // WHEN
      Safetensors.of(tensors).write(path);
      Map<String, Tensor> read = Safetensors.read(path).tensors();
      // THEN
      assertThat(read.keySet()).isEqualTo(tensors.keySet());
      read.forEach((name, tensor) -> assertThat(tensor).isIdenticalTo(tensors.get(name)));
    }
  }

  @Provide
  Arbitrary<Map<String, Tensor>> tensors() {
    Arbitrary<long[]> shapes =
        Arbitraries.longs().between(1, 4).array(long[].class).ofMinSize(0).ofMaxSize(4);
    Arbitrary<Tensor> values =
        shapes.flatMap(
            shape ->
                Arbitraries.of(DataType.FLOAT, DataType.DOUBLE, DataType.INT64)
                    .map(type -> Tensor.randn(shape).times(1e3).to(type)));
    return Arbitraries.maps(Arbitraries.strings().ofMinLength(1).ofMaxLength(9), values)
        .ofMaxSize(5);
  }

  @Test
  void aTensorIsWrittenInItsLogicalOrderHoweverItLiesInMemory() {
    // GIVEN
    Tensor turned = Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3).transpose(0, 1);
    // WHEN
    Safetensors.of(Map.of("turned", turned)).write(file());
    // THEN
    assertThat(Safetensors.read(file()).tensors().get("turned"))
        .hasShape(3, 2)
        .hasValues(1, 4, 2, 5, 3, 6);
  }

  @Test
  void aTensorWithoutElementsKeepsItsShape() {
    // WHEN
    Safetensors.of(Map.of("none", Tensor.wrap(Nd4j.create(DataType.FLOAT, 0, 3)))).write(file());
    // THEN
    assertThat(Safetensors.read(file()).tensors().get("none")).hasShape(0, 3);
  }

  @Test
  void metadataIsKept() {
    // GIVEN
    ImmutableMap<String, String> metadata = ImmutableMap.of("epoch", "3", "quote", "\"ß\"\n");
    // WHEN
    new Safetensors(ImmutableMap.of("a", Tensor.ones(2)), metadata).write(file());
    // THEN
    assertThat(Safetensors.read(file()).metadata()).isEqualTo(metadata);
  }

  @Test
  void headerAndNumbersLieAsTheFormatSays() throws IOException {
    // WHEN the narrow tensor comes first
    Safetensors.of(ImmutableMap.of("b", Tensor.of(new float[] {1}, 1), "a", Tensor.of(2L)))
        .write(file());
    // THEN the wide one lies first, at a multiple of 8
    byte[] bytes = Files.readAllBytes(file());
    String header =
        "{\"__metadata__\":{\"crc32c\":\"5e7d1caf 1e5048c4 dd54c4ab\"},\"a\":{\"dtype\":\"I64\",\"shape\":[1],\"data_offsets\":[0,8]},"
            + "\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[8,12]}}";
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int length = (int) buffer.getLong();
    assertThat(length % 8).isZero();
    assertThat(new String(bytes, 8, length, StandardCharsets.UTF_8).strip()).isEqualTo(header);
    assertThat(buffer.getLong(8 + length)).isEqualTo(2);
    assertThat(buffer.getFloat(16 + length)).isEqualTo(1);
    assertThat(bytes).hasSize(20 + length);
  }

  // ---------------------------------------------------------------- what cannot be written

  @Test
  void aFullDiskKeepsTheFileThatWasThere() throws IOException {
    // GIVEN a disk for one file, not for two
    Configuration small =
        Configuration.unix().toBuilder().setMaxSize(6000).setBlockSize(100).build();
    try (FileSystem disk = Jimfs.newFileSystem(small)) {
      Path path = disk.getPath("model.safetensors");
      Safetensors.of(Map.of("a", Tensor.ones(1000))).write(path);
      // WHEN
      assertThatThrownBy(() -> Safetensors.of(Map.of("a", Tensor.zeros(1000))).write(path))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessage(
              "cannot write model.safetensors: out of disk space: free some, or choose another"
                  + " disk");
      // THEN
      assertThat(Safetensors.read(path).tensors().get("a").mean()).hasValues(1);
      try (var files = Files.list(disk.getPath("."))) {
        assertThat(files.map(f -> f.getFileName().toString())).containsExactly("model.safetensors");
      }
    }
  }

  @Test
  void anInterruptWaitsUntilTheFileIsWritten() {
    // GIVEN
    Path path = folder.resolve("interrupted.safetensors");
    Thread.currentThread().interrupt();
    // WHEN
    Safetensors.of(Map.of("a", Tensor.ones(3))).write(path);
    // THEN
    assertThat(Thread.interrupted()).isTrue();
    assertThat(Safetensors.read(path).tensors().get("a")).hasValues(1, 1, 1);
  }

  @Test
  void saysWhyAFileCannotBeWritten() throws IOException {
    // GIVEN
    Path noFolder = Files.writeString(folder.resolve("file"), "").resolve("model.safetensors");
    // WHEN, THEN
    assertThatThrownBy(() -> Safetensors.of(Map.of()).write(noFolder))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage("cannot write " + noFolder + ": Not a directory");
  }

  @Test
  void refusesTensorsOfTypesAndNamesThatCannotBeWritten() {
    Tensor small = Tensor.wrap(Nd4j.create(DataType.INT8, 2));
    assertThatThrownBy(() -> Safetensors.of(Map.of("a", small)).write(file()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("tensors of FLOAT, DOUBLE and LONG can be written, not of BYTE");
    assertThatThrownBy(() -> Safetensors.of(Map.of("__metadata__", small)))
        .hasMessage("\"__metadata__\" is no name for a tensor");
    assertThat(List.of(Objects.requireNonNull(folder.toFile().list()))).isEmpty();
  }
}
