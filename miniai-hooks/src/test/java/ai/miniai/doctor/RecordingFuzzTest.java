package ai.miniai.doctor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import ai.miniai.recording.RecordingJson;
import ai.miniai.recording.RunRecord;
import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Damaged recordings: each is refused by name, or is one that the doctor can look through. More are
 * tried with {@code -Dfuzz=N}.
 */
class RecordingFuzzTest {
  private static final int FILES = Math.max(2_000, Integer.getInteger("fuzz", 0));

  private static final String WHOLE =
      """
      {"format": "miniai-stats", "version": 3, "classes": 10, "nanos": 12345,
       "losses": {"training": [2.31, 2.28, null, 2.2],
                  "validation": [{"batches": 2, "loss": 2.25}, {"batches": 4, "loss": 2.1}]},
       "setup": {"framework": "PyTorch",
         "layers": [{"path": "0.0", "type": "Linear", "details": "4, 3"},
                    {"path": "0.1", "type": "Dropout", "details": "p=0.9, inplace=False"}],
         "loss": {"name": "CrossEntropyLoss", "form": "softmax_cross_entropy", "summed": true},
         "optimizer": {"name": "SGD", "lr": 0.6, "momentum": 0.9, "weightDecay": 0.1},
         "outputs": {"shape": [3], "min": 0.1, "max": 0.9, "sumToOne": true, "first": 0.3},
         "targets": {"kind": "classes", "shape": [], "items": 100, "mean": 0.5, "std": 0.5,
           "min": 0, "max": 1, "classCounts": [50, 50, 0], "repeats": 0.99},
         "batchSize": 2, "batchesPerPass": 2, "plannedBatches": 4,
         "keepsGradients": true, "validatesInTrainingMode": true},
       "guessing": {"training": [null, 2.3, 2.3], "validation": [2.3, null]},
       "recordings": [
        {"quantity": "inputs",
         "columns": [{"epoch": 0, "iteration": 0, "training": true, "batches": 2}],
         "layers": [{"name": "(input)", "binEdges": [0.0, 1.0, 2.0],
           "size": [4], "mean": [80], "std": [90], "overflow": [3], "zeros": [1],
           "counts": [[1, 0]]}]},
        {"quantity": "activations",
         "columns": [{"epoch": 0, "iteration": 0, "training": true, "batches": 1},
                     {"epoch": 0, "iteration": 1, "training": true, "batches": 1},
                     {"epoch": 0, "iteration": 0, "training": false, "batches": 1}],
         "layers": [{"name": "0.0", "scale": "linear", "binEdges": [0.0, 1.0, 2.0],
           "size": [4, 0, 2], "mean": [0.875, null, null], "std": [1.88, null, null],
           "nonFinite": [0, 0, 1], "underflow": [0, 0, 0], "overflow": [1, 0, 0],
           "counts": [[1, 2], [0, 0], [0, 1]], "zeros": [1, 0, null], "units": [2, 0, 2], "deadUnits": [[1], [], []],
           "firstNonFinite": {"epoch": 0, "iteration": 0, "training": false, "order": 0}}]},
        {"quantity": "gradients",
         "columns": [{"epoch": 0, "iteration": 0, "training": true, "batches": 2}],
         "layers": [{"name": "0.0", "scale": "octaves", "binEdges": [0.5, 1.0, 2.0],
           "size": [4], "mean": [0.1], "std": [0.2], "counts": [[3, 1]]}]}]}
      """;

  /** What JSON is made of, and what is often wrong in it. */
  private static final List<String> PIECES =
      List.of(
          "0",
          "-1",
          "1.5",
          "1e400",
          "2147483647",
          "2147483648",
          "4294967296",
          "9223372036854775807",
          "99999999999999999999",
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
          "NaN",
          "[[[[[[",
          "layers",
          "counts",
          "\u0000",
          "é");

  private final Random random = new Random(5);

  @Test
  void aDamagedRecordingIsRefusedOrCanBeJudged() throws IOException {
    try (FileSystem memory = Jimfs.newFileSystem(Configuration.unix())) {
      Path file = memory.getPath("/stats.json");
      Files.writeString(file, WHOLE);
      assertThat(new Doctor().examine(RecordingJson.read(file))).isNotNull();
      int read = 0;
      for (int i = 0; i < FILES; i++) {
        byte[] damaged = damage();
        Files.write(file, damaged);
        read += judge(file, "file " + i + ": " + new String(damaged, UTF_8)) ? 1 : 0;
      }
      assertThat(read).isBetween(FILES / 20, FILES / 2);
    }
  }

  private static boolean judge(Path file, String what) {
    RunRecord record;
    try {
      record = RecordingJson.read(file);
    } catch (IOException refused) {
      assertThat(refused)
          .as(what)
          .hasMessageMatching("(?s)(cannot read )?" + file + "(: | at /).*");
      assertThat(refused.getMessage()).as(what).doesNotContain("REDACTED", "Exception");
      return false;
    } catch (RuntimeException | Error other) {
      return fail(what, other);
    }
    try {
      assertThat(new Doctor().examine(record).toString()).isNotEmpty();
    } catch (RuntimeException | Error other) {
      fail(what, other);
    }
    return true;
  }

  private byte[] damage() {
    byte[] bytes = WHOLE.getBytes(UTF_8);
    switch (random.nextInt(4)) {
      case 0 -> bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
      case 1 -> {
        for (int i = random.nextInt(4); i >= 0; i--) {
          bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
      }
      case 2 -> {
        int from = random.nextInt(WHOLE.length());
        int to = Math.min(WHOLE.length(), from + random.nextInt(6));
        bytes = (WHOLE.substring(0, from) + piece() + WHOLE.substring(to)).getBytes(UTF_8);
      }
      default -> bytes = withOtherNumbers().getBytes(UTF_8);
    }
    return bytes;
  }

  private String piece() {
    return PIECES.get(random.nextInt(PIECES.size()));
  }

  /** With other values in the place of one to three numbers. */
  private String withOtherNumbers() {
    String text = WHOLE;
    for (int i = random.nextInt(3); i >= 0; i--) {
      List<String> parts = List.of(text.split("(?<=[\\[, :])(?=[0-9])|(?<=[0-9])(?=[],}])"));
      int which = random.nextInt(parts.size());
      StringBuilder changed = new StringBuilder();
      for (int part = 0; part < parts.size(); part++) {
        boolean other = part == which && parts.get(part).matches("[0-9.]+");
        changed.append(other ? piece() : parts.get(part));
      }
      text = changed.toString();
    }
    return text;
  }
}
