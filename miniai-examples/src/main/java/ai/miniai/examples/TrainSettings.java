package ai.miniai.examples;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkState;

import ai.miniai.callback.tracker.CheckpointCB;
import ai.miniai.io.AtomicFile;
import ai.miniai.io.FileErrors;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What decides all numbers of a training. A folder keeps it beside the checkpoint, so that none
 * goes on as another.
 *
 * @param recipe what is trained
 * @param seed of all random numbers
 * @param epochs passes through the training images
 * @param images how many training images there are
 */
record TrainSettings(Recipe recipe, long seed, int epochs, int images) {
  /** The weights at the end, in a folder. */
  static final String MODEL = "model.safetensors";

  private static final String SETTINGS = "settings.json";

  /** Checks the number of epochs. */
  TrainSettings {
    checkArgument(epochs > 0, "expected 1 epoch or more, got %s", epochs);
  }

  /**
   * Makes the folder ready to begin at the beginning.
   *
   * @throws IllegalStateException if an earlier training has left something, which would be lost
   */
  void begin(Path folder) throws IOException {
    for (String result : List.of(CheckpointCB.LAST, MODEL)) {
      checkState(
          !Files.exists(folder.resolve(result)),
          "%s holds an earlier training: --resume goes on from its checkpoint, --overwrite deletes"
              + " it, or name another folder with --out",
          folder.resolve(result));
    }
    write(folder);
  }

  /** Makes the folder ready to begin at the beginning, whatever is there. */
  void overwrite(Path folder) throws IOException {
    Files.deleteIfExists(folder.resolve(CheckpointCB.LAST));
    Files.deleteIfExists(folder.resolve(MODEL));
    write(folder);
  }

  private void write(Path folder) throws IOException {
    Path file = folder.resolve(SETTINGS);
    try {
      AtomicFile.write(file, new ObjectMapper().writeValueAsBytes(this));
    } catch (IOException e) {
      throw new IOException("cannot write " + file + ": " + FileErrors.reason(e), e);
    }
  }

  /**
   * Makes the folder ready to go on, if there is a checkpoint; else to begin.
   *
   * @throws IllegalArgumentException if the checkpoint is that of other settings
   */
  void resume(Path folder) throws IOException {
    if (!Files.exists(folder.resolve(CheckpointCB.LAST))) {
      begin(folder);
      return;
    }
    TrainSettings there = read(folder.resolve(SETTINGS));
    checkArgument(
        equals(there),
        "%s holds a checkpoint of %s, which cannot go on as %s: ask for the same again, name"
            + " another folder with --out, or begin anew with --overwrite in the place of --resume",
        folder,
        there,
        this);
  }

  /** That there is a checkpoint without it is no way to go on. */
  private static TrainSettings read(Path file) throws IOException {
    try {
      return new ObjectMapper().readValue(Files.readAllBytes(file), TrainSettings.class);
    } catch (IOException e) {
      throw new IOException(
          "cannot read "
              + file
              + ", which tells what the checkpoint beside it is of: "
              + FileErrors.reason(e)
              + ". Put it back, name another folder with --out, or begin anew with --overwrite in"
              + " the place of --resume",
          e);
    }
  }

  @Override
  public String toString() {
    return String.format("%s --seed %d --epochs %d (%d images)", recipe, seed, epochs, images);
  }
}
