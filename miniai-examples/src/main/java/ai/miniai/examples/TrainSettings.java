package ai.miniai.examples;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.callback.CheckpointCB;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

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

  /** Makes the folder ready to begin at the beginning. */
  void begin(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.deleteIfExists(folder.resolve(CheckpointCB.LAST));
    Files.deleteIfExists(folder.resolve(MODEL));
    new ObjectMapper().writeValue(folder.resolve(SETTINGS).toFile(), this);
  }

  /**
   * Makes the folder ready to go on, if there is a checkpoint; else to begin.
   *
   * @throws IllegalArgumentException if the checkpoint is that of other settings
   */
  void resume(Path folder) throws IOException {
    if (Files.exists(folder.resolve(CheckpointCB.LAST))) {
      TrainSettings there =
          new ObjectMapper().readValue(folder.resolve(SETTINGS).toFile(), TrainSettings.class);
      checkArgument(
          equals(there),
          "%s holds a checkpoint of %s, which cannot go on as %s: ask for the same again, name"
              + " another folder with --out, or leave out --resume to begin anew",
          folder,
          there,
          this);
    } else {
      begin(folder);
    }
  }

  @Override
  public String toString() {
    return String.format("%s --seed %d --epochs %d (%d images)", recipe, seed, epochs, images);
  }
}
