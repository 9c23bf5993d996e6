package ai.miniai.io;

import static ai.miniai.tensor.TensorAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.miniai.tensor.Tensor;
import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsDamageTest {
  @TempDir Path folder;

  private Path file() {
    return folder.resolve("model.safetensors");
  }

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
}
