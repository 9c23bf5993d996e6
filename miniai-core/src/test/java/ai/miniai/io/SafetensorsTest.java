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
import com.google.common.primitives.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
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

  // ---------------------------------------------------------------- what is damaged

  private void refuses(byte[] bytes, String reason) {
    assertThatThrownBy(
            () -> {
              Files.write(file(), bytes);
              Safetensors.read(file());
            })
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage("cannot read " + file() + ": " + reason);
  }

  private static byte[] bytes(long length, String header, int data) {
    byte[] head = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(length).array();
    return Bytes.concat(head, header.getBytes(StandardCharsets.UTF_8), new byte[data]);
  }

  private static byte[] bytes(String header, int data) {
    return bytes(header.getBytes(StandardCharsets.UTF_8).length, header, data);
  }

  @Test
  void refusesAFileThatHasBeenCutOffAnywhere() throws IOException {
    // GIVEN
    Safetensors.of(Map.of("a", Tensor.ones(3), "b", Tensor.zeros(2, 2))).write(file());
    byte[] whole = Files.readAllBytes(file());
    for (int length = 0; length < whole.length; length++) {
      Files.write(file(), Arrays.copyOf(whole, length));
      // WHEN, THEN
      assertThatThrownBy(() -> Safetensors.read(file()))
          .as("cut to %s bytes", length)
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageStartingWith("cannot read " + file());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "9223372036854775807, 9223372036854775807",
    "-1, 18446744073709551615",
    "3, 3",
  })
  void refusesAnAbsurdLengthOfTheHeader(long length, String claimed) {
    refuses(
        bytes(length, "{}", 0),
        "its header claims "
            + claimed
            + " bytes, but 2 follow and 100000000 are allowed: it is cut off, or no safetensors"
            + " file");
  }

  @Test
  void refusesAHeaderThatIsNoJsonObject() {
    refuses(bytes("[]", 0), "its header is not a JSON object");
    refuses(bytes("{\"__metadata__\":3}", 0), "__metadata__ is not a JSON object");
    refuses(bytes("{\"__metadata__\":{\"a\":3}}", 0), "__metadata__.a is not a text");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "{} {}",
        "{\"__metadata__\":{\"a\":\"b\"",
        "{\"__metadata__\":{},\"__metadata__\":{}}",
        "\u0000\u0000"
      })
  void refusesAHeaderThatIsNoJson(String header) {
    assertThatThrownBy(
            () -> {
              Files.write(file(), bytes(header, 0));
              Safetensors.read(file());
            })
        .hasMessageStartingWith("cannot read " + file() + ": its header is not valid JSON");
  }

  private static String entry(String name, String type, String shape, String offsets) {
    return "\"%s\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":%s}"
        .formatted(name, type, shape, offsets);
  }

  @Test
  void refusesAnUnknownType() {
    refuses(
        bytes("{" + entry("w", "F8_E4M3", "[1]", "[0,1]") + "}", 1),
        "the tensor \"w\" is of an unknown type: expected one of [F64, F32, F16, BF16, I64, I32,"
            + " I16, I8, U8, BOOL], got \"F8_E4M3\"");
  }

  @Test
  void refusesALengthThatIsNotThatOfTheShape() {
    refuses(
        bytes("{" + entry("w", "F32", "[2,3]", "[0,20]") + "}", 20),
        "the tensor \"w\" of F32 [2, 3] takes 24 bytes, but its data_offsets [0, 20] hold 20");
    refuses(
        bytes("{" + entry("w", "F32", "[4294967296,4294967296]", "[0,0]") + "}", 0),
        "the tensor \"w\" of F32 [4294967296, 4294967296] takes 9223372036854775807 bytes, but its"
            + " data_offsets [0, 0] hold 0");
  }

  @Test
  void refusesTensorsThatOverlapOrLeaveAGap() {
    String a = entry("a", "F32", "[2]", "[0,8]");
    refuses(
        bytes("{" + a + "," + entry("b", "F32", "[2]", "[4,12]") + "}", 12),
        "the tensor \"b\" begins at byte 4 of the data, inside byte 8, where the one before it ends");
    refuses(
        bytes("{" + a + "," + entry("b", "F32", "[1]", "[12,16]") + "}", 16),
        "the tensor \"b\" begins at byte 12 of the data, after byte 8, where the one before it ends");
    refuses(bytes("{" + a + "}", 9), "its tensors take 8 bytes, but 9 follow the header");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "1.5", "true", "99999999999999999999"})
  void refusesAShapeThatIsNone(String size) {
    refuses(
        bytes("{" + entry("w", "F32", "[" + size + "]", "[0,4]") + "}", 4),
        "the tensor \"w\" wants whole numbers from 0 on as shape, got " + size);
  }

  @Test
  void refusesAnEntryWithoutItsParts() {
    refuses(
        bytes("{\"w\":{\"dtype\":\"F32\",\"data_offsets\":[0,4]}}", 4),
        "the tensor \"w\" has no shape");
    refuses(
        bytes("{" + entry("w", "F32", "[1]", "[0]") + "}", 4),
        "the tensor \"w\" wants two data_offsets, got [0]");
  }

  @Test
  void saysThatThereIsNoFile() {
    assertThatThrownBy(() -> Safetensors.read(file()))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage("cannot read " + file() + ": there is no such file or folder");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[2147483648,0]", "[9223372036854775807,9223372036854775807,0]"})
  void refusesEmptyTensorsOfSizesThatNoArrayHas(String shape) {
    refuses(
        bytes("{" + entry("w", "F32", shape, "[0,0]") + "}", 0),
        "the tensor \"w\" of shape "
            + shape.replace(",", ", ")
            + " is larger than can be read here");
  }

  @Test
  void refusesMoreDimensionsThanAnArrayHas() {
    String ones = "1,".repeat(32) + "1";
    refuses(
        bytes("{" + entry("w", "F32", "[" + ones + "]", "[0,4]") + "}", 4),
        "the tensor \"w\" has more than 32 numbers as shape");
  }

  @Test
  void noFlippedBitChangesWhatIsRead() throws IOException {
    // GIVEN
    new Safetensors(
            ImmutableMap.of("a", Tensor.ones(3), "b", Tensor.of(7L)), ImmutableMap.of("epoch", "3"))
        .write(file());
    byte[] whole = Files.readAllBytes(file());
    int found = 0;
    for (int bit = 0; bit < 8 * whole.length; bit++) {
      byte[] flipped = whole.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      Files.write(file(), flipped);
      // WHEN
      try {
        Safetensors read = Safetensors.read(file());
        // THEN only the name of the checksums has been hit
        assertThat(read.metadata()).hasSize(2).containsEntry("epoch", "3");
        assertThat(read.tensors().get("a")).hasValues(1, 1, 1);
        assertThat(read.tensors().get("b")).hasValues(7);
      } catch (UncheckedIOException damaged) {
        assertThat(damaged).hasMessageStartingWith("cannot read " + file() + ": ");
        found++;
      }
    }
    assertThat(found).isGreaterThan(8 * whole.length - 8 * "crc32c".length());
  }

  @Test
  void namesTheTensorThatIsDamaged() throws IOException {
    // GIVEN
    Safetensors.of(ImmutableMap.of("0.weight", Tensor.ones(3), "0.bias", Tensor.ones(1)))
        .write(file());
    byte[] bytes = Files.readAllBytes(file());
    bytes[bytes.length - 5] ^= 1; // before the four bytes of the bias
    // WHEN, THEN
    refuses(
        bytes,
        "the tensor \"0.weight\" has the CRC-32C 33bb3c7d, not c1d0bf7e as when it was written. The"
            + " file is damaged: take a copy of it, or make it again. (If a program has changed it"
            + " on purpose, that should have left out \"crc32c\" of its metadata.)");
  }

  @Test
  void aFileWithoutChecksumsIsReadAsBefore() throws IOException {
    // GIVEN
    String header = "{\"__metadata__\":{\"k\":\"v\"}," + entry("w", "U8", "[2]", "[0,2]") + "}";
    Files.write(file(), bytes(header, 2));
    // WHEN
    Safetensors read = Safetensors.read(file());
    // THEN
    assertThat(read.tensors().get("w")).hasValues(0, 0);
    assertThat(read.metadata()).containsExactly(Map.entry("k", "v"));
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
