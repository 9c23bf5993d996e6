package ai.miniai.data;

/**
 * The data of a training run.
 *
 * @param train what is learned from
 * @param valid what is checked on
 */
public record DataLoaders(DataLoader train, DataLoader valid) {
  /**
   * Loaders for two data sets: the training data are shuffled; the validation data are not, and
   * come in batches of twice the size, because there is no memory to be kept for gradients.
   *
   * @throws IllegalArgumentException if {@code batchSize} is less than 1
   */
  public static DataLoaders of(Dataset train, Dataset valid, int batchSize) {
    return new DataLoaders(
        DataLoader.of(train, batchSize).shuffle(true), DataLoader.of(valid, 2 * batchSize));
  }
}
