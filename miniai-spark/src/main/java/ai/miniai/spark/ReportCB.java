package ai.miniai.spark;

import ai.miniai.callback.Callback;
import ai.miniai.callback.progress.MetricsCB;
import ai.miniai.recording.RecordingJson;
import ai.miniai.recording.RunRecorderCB;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Collects, when all other callbacks have ended, what the driver wants to know of rank 0. */
final class ReportCB extends Callback {
  private final Path folder;
  private List<MetricsCB.Row> rows = List.of();
  private byte[] record = {};

  /** {@code folder}: for a temporary file. */
  ReportCB(Path folder) {
    this.folder = folder;
  }

  @Override
  public boolean onRank(int rank) {
    return rank == 0;
  }

  @Override
  public int order() {
    return Integer.MAX_VALUE;
  }

  @Override
  public void cleanupFit() {
    for (Callback callback : learn().cbs()) {
      if (callback instanceof MetricsCB metrics) {
        rows = metrics.rows();
      } else if (callback instanceof RunRecorderCB recorder) {
        record = json(recorder);
      }
    }
  }

  private byte[] json(RunRecorderCB recorder) {
    Path file = folder.resolve("record.json");
    try {
      RecordingJson.write(recorder.record(), file);
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<MetricsCB.Row> rows() {
    return rows;
  }

  /** The record as JSON; empty without a {@code RunRecorderCB}. */
  byte[] record() {
    return record;
  }
}
