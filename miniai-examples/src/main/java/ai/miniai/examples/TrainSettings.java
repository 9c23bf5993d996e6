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
 * The settings that determine all numbers of a run. They are stored in the folder next to the
 * checkpoint, so that a run is not resumed with other settings.
 *
 * @param recipe the recipe
 * @param seed the seed of all random numbers
 * @param epochs the number of passes through the training images
 * @param images the number of training images
 */
record TrainSettings(Recipe recipe, long seed, int epochs, int images) {
  /** The file with the final weights, in a folder. */
  static final String MODEL = "model.safetensors";

  private static final String SETTINGS = "settings.json";

  /** Checks the number of epochs. */
  TrainSettings {
    checkArgument(epochs > 0, "expected 1 epoch or more, got %s", epochs);
  }

  /**
   * Prepares the folder for a new run.
   *
   * @throws IllegalStateException if an earlier run has left files, which would be lost
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

  /** Prepares the folder for a new run, deleting the files of an earlier one. */
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
   * Prepares the folder for resuming if there is a checkpoint; otherwise for a new run.
   *
   * @throws IllegalArgumentException if the checkpoint belongs to other settings
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

  /** A checkpoint without this file cannot be resumed. */
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
