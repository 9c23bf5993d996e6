package ai.miniai.callback.progress;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.APPEND;

import ai.miniai.io.FileErrors;
import com.google.common.io.MoreFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes the rows of {@link MetricsCB} to a CSV file (RFC 4180), one after each pass: the epoch,
 * "train" or "eval", the metrics and the loss. A fit starts a new file. One that {@code
 * CheckpointCB} resumes first writes the rows before its checkpoint again.
 */
public final class CsvLoggerCB extends MetricsReaderCB {
  private final Path file;
  private int written;

  /** Overwrites {@code file}; its folder is created if necessary. */
  public CsvLoggerCB(Path file) {
    this.file = file;
  }

  /** On rank 0 only: one is enough for the user. */
  @Override
  public boolean onRank(int rank) {
    return rank == 0;
  }

  @Override
  public void beforeFit() {
    metrics(); // fails if there are none
    written = 0;
  }

  @Override
  public void afterEpoch() {
    List<MetricsCB.Row> rows = metrics().rows();
    try {
      if (written > 0 && written == rows.size() - 1) {
        Files.writeString(file, line(rows.get(written)), UTF_8, APPEND);
      } else { // the first row of this fit; when resumed, the rows before it too
        MoreFiles.createParentDirectories(file);
        Files.writeString(
            file,
            header(rows.get(0))
                + rows.stream().map(CsvLoggerCB::line).collect(Collectors.joining()),
            UTF_8);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file + ": " + FileErrors.reason(e), e);
    }
    written = rows.size();
  }

  private static String header(MetricsCB.Row row) {
    return CsvLine.of(Stream.concat(Stream.of("epoch", "mode"), row.values().keySet().stream()));
  }

  private static String line(MetricsCB.Row row) {
    return CsvLine.of(
        Stream.concat(
            Stream.of("" + row.epoch(), row.mode()),
            row.values().values().stream().map(value -> "" + value)));
  }
}
