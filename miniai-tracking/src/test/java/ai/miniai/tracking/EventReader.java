package ai.miniai.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.tensorflow.proto.Event;
import org.tensorflow.proto.Summary;

/** Reads the files of a folder as TensorBoard does, with TensorFlow's own classes. */
final class EventReader {
  private EventReader() {}

  /** A value of a summary, and its step. */
  record Point(long step, Summary.Value value) {
    float number() {
      assertThat(value.getValueCase()).isEqualTo(Summary.Value.ValueCase.SIMPLE_VALUE);
      return value.getSimpleValue();
    }
  }

  static List<Path> files(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().contains("tfevents"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All events of all files, in their order; fails if a checksum is wrong. */
  static List<Event> events(Path folder) {
    List<Event> events = new ArrayList<>();
    for (Path file : files(folder)) {
      try {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
          events.add(Event.parseFrom(record(bytes)));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return events;
  }

  private static byte[] record(ByteBuffer bytes) {
    byte[] length = take(bytes, Long.BYTES);
    assertThat(unmasked(bytes.getInt())).isEqualTo(checksum(length));
    byte[] data =
        take(bytes, (int) ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getLong());
    assertThat(unmasked(bytes.getInt())).isEqualTo(checksum(data));
    return data;
  }

  private static byte[] take(ByteBuffer from, int length) {
    byte[] taken = new byte[length];
    from.get(taken);
    return taken;
  }

  private static int checksum(byte... data) {
    CRC32C sum = new CRC32C();
    sum.update(data);
    return (int) sum.getValue();
  }

  /** The inverse of the mask, as in TensorFlow's crc32c.h. */
  private static int unmasked(int masked) {
    int rotated = masked - 0xa282ead8;
    return (rotated >>> 17) | (rotated << 15);
  }

  /** The values under a tag, in their order. */
  static List<Point> points(Path folder, String tag) {
    return events(folder).stream()
        .flatMap(
            event ->
                event.getSummary().getValueList().stream()
                    .map(value -> new Point(event.getStep(), value)))
        .filter(point -> point.value().getTag().equals(tag))
        .toList();
  }

  /** All tags, in their order. */
  static List<String> tags(Path folder) {
    return events(folder).stream()
        .flatMap(event -> event.getSummary().getValueList().stream())
        .map(Summary.Value::getTag)
        .distinct()
        .toList();
  }
}
