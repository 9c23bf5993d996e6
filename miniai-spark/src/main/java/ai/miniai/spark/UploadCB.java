package ai.miniai.spark;

import ai.miniai.callback.Callback;
import ai.miniai.callback.tracker.CheckpointCB;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Optional;

/** Copies each checkpoint of rank 0 to the shared folder, where the next attempt finds it. */
final class UploadCB extends Callback {
  private final Path local;
  private final SharedFolder shared;
  private Optional<FileTime> uploaded = Optional.empty();

  UploadCB(Path folder, SharedFolder shared) {
    this.local = folder.resolve(CheckpointCB.LAST);
    this.shared = shared;
  }

  @Override
  public boolean onRank(int rank) {
    return rank == 0;
  }

  /** Right after {@code CheckpointCB} and {@code DataParallelCB}. */
  @Override
  public int order() {
    return Integer.MIN_VALUE + 2;
  }

  @Override
  public void beforeFit() {
    uploaded = written(); // what is there has come from the shared folder
  }

  @Override
  public void beforeEpoch() {
    upload();
  }

  @Override
  public void beforeBatch() {
    upload();
  }

  @Override
  public void afterFit() {
    upload();
  }

  private void upload() {
    Optional<FileTime> now = written();
    if (now.isPresent() && !now.equals(uploaded)) {
      shared.write(CheckpointCB.LAST, local);
      uploaded = now;
    }
  }

  private Optional<FileTime> written() {
    try {
      return Files.exists(local) ? Optional.of(Files.getLastModifiedTime(local)) : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
