package ai.miniai.examples.faults;

import ai.miniai.data.Dataset;
import ai.miniai.data.fashion.FashionMnist;
import com.google.common.primitives.ImmutableLongArray;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * The data of a program. An item is an input and a target.
 *
 * @param inputShape the shape of one input
 * @param train for training
 * @param valid for validation
 * @param validClasses the true class of each item in validation; empty if targets are numbers
 */
record FaultData(
    ImmutableLongArray inputShape, Dataset train, Dataset valid, ImmutableLongArray validClasses) {
  /**
   * Reads the data.
   *
   * @param folder where the files are
   * @param images asked only if the program wants them
   * @throws IOException if a file cannot be read
   * @throws IllegalArgumentException if a file or the description is not as expected
   */
  static FaultData read(FaultProgram program, Path folder, Supplier<FashionMnist> images)
      throws IOException {
    return program.data().isCsv()
        ? new CsvRows(program, folder).read()
        : new ClothesImages(program, folder, images.get()).read();
  }
}
