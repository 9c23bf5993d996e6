package ai.miniai.io;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import ai.miniai.nn.Linear;
import ai.miniai.nn.Module;
import ai.miniai.nn.Sequential;
import ai.miniai.nn.norm.BatchNorm1d;
import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Damaged files: each is refused by name, or is a valid file with other contents. More are tried
 * with {@code -Dfuzz=N}.
 */
@Tag("slow")
class SafetensorsFuzzTest {
  private static final int FILES = Math.max(1_000, Integer.getInteger("fuzz", 0));

  /** What headers are made of, and what is often wrong in them. */
  private static final List<String> PIECES =
      List.of(
          "0",
          "-1",
          "1.5",
          "1e9",
          "2147483647",
          "2147483648",
          "9223372036854775807",
          "9223372036854775808",
          "99999999999999999999999",
          "null",
          "true",
          "\"\"",
          "[]",
          "{}",
          "[",
          "]",
          "{",
          "}",
          ",",
          ":",
          "\"",
          "\"F64\"",
          "\"F8\"",
          "\"BOOL\"",
          "\"I64\"",
          "[[[[[[",
          "__metadata__",
          "0.weight",
          "NaN",
          "\\u0000",
          "\u0000",
          "é",
          "shape");

  private final Random random = new Random(5);

  private static Module model() {
    return new Sequential(new Linear(2, 3), new BatchNorm1d(3));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aDamagedFileIsRefusedOrRightAndNeverHalfLoaded(boolean checksums) throws IOException {
    try (FileSystem memory = Jimfs.newFileSystem(Configuration.unix())) {
      // GIVEN
      Path file = memory.getPath("/damaged.safetensors");
      Safetensors.of(model().stateDict()).write(file);
      byte[] whole = Files.readAllBytes(file);
      if (!checksums) { // as other programs write it
        whole = withHeader(whole, header(whole).replaceFirst("\"__metadata__\":\\{[^}]*},", ""));
      }
      int loaded = 0;
      for (int i = 0; i < FILES; i++) {
        byte[] damaged = damage(whole);
        Files.write(file, damaged);
        // WHEN, THEN
        loaded += load(file, "file " + i + ": " + new String(damaged, UTF_8)) ? 1 : 0;
      }
      assertThat(loaded).isLessThan(FILES / 2);
    }
  }

  /** Whether a model has taken the file; else it must be as it was. */
  private static boolean load(Path file, String what) {
    Module model = model();
    Map<String, double[]> before = values(model);
    try {
      model.loadStateDict(Safetensors.read(file).tensors());
      return true;
    } catch (UncheckedIOException refused) {
      assertThat(refused).as(what).hasMessageStartingWith("cannot read " + file + ": ");
      assertThat(refused.getMessage()).as(what).doesNotContain("REDACTED", "Exception");
    } catch (IllegalArgumentException doesNotFit) {
      assertThat(doesNotFit).as(what).hasMessageStartingWith("the state does not fit the model: ");
    } catch (RuntimeException | Error other) {
      fail(what, other);
    }
    assertThat(values(model)).as(what).usingRecursiveComparison().isEqualTo(before);
    return false;
  }

  private static Map<String, double[]> values(Module model) {
    Map<String, double[]> values = new LinkedHashMap<>();
    model.stateDict().forEach((name, value) -> values.put(name, value.toDoubles()));
    return values;
  }

  private static String header(byte[] file) {
    int length = (int) ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong();
    return new String(file, Long.BYTES, length, UTF_8);
  }

  /** The file with another header, whose length is right. */
  private static byte[] withHeader(byte[] file, String header) {
    int data = Long.BYTES + header(file).getBytes(UTF_8).length;
    byte[] json = header.getBytes(UTF_8);
    return ByteBuffer.allocate(Long.BYTES + json.length + file.length - data)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(json.length)
        .put(json)
        .put(file, data, file.length - data)
        .array();
  }

  private byte[] damage(byte[] whole) {
    byte[] bytes = whole.clone();
    switch (random.nextInt(6)) {
      case 0 -> bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
      case 1 -> bytes = Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(9));
      case 2 -> bytes[random.nextInt(Long.BYTES)] = (byte) random.nextInt();
      case 3 -> {
        for (int i = random.nextInt(8); i >= 0; i--) {
          bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
      }
      case 4 -> bytes = withHeader(bytes, withPiece(header(bytes)));
      default -> bytes = withHeader(bytes, withOtherNumber(header(bytes)));
    }
    return bytes;
  }

  /** With something in the place of some characters. */
  private String withPiece(String header) {
    int from = random.nextInt(header.length());
    int to = Math.min(header.length(), from + random.nextInt(6));
    return header.substring(0, from) + piece() + header.substring(to);
  }

  private String piece() {
    return PIECES.get(random.nextInt(PIECES.size()));
  }

  /** With another value in the place of a number. */
  private String withOtherNumber(String header) {
    List<String> parts = List.of(header.split("(?<=[\\[,])(?=[0-9])|(?<=[0-9])(?=[],])"));
    int which = random.nextInt(parts.size());
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < parts.size(); i++) {
      String part = parts.get(i);
      boolean other = i == which || (random.nextInt(8) == 0);
      text.append(
          other && part.matches("[0-9]+")
              ? random.nextBoolean() ? piece() : "" + random.nextInt(64)
              : part);
    }
    return text.toString();
  }
}
