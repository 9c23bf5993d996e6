package ai.miniai.data;

/**
 * The data of a training run.
 *
 * @param train the training data
 * @param valid the validation data
 */
public record DataLoaders(DataLoader train, DataLoader valid) {
  /** Training data, and nothing to validate on: a fit then only trains. */
  public static DataLoaders trainOnly(DataLoader train) {
    return new DataLoaders(train, NoBatches.INSTANCE);
  }

  /** No data at all, for a learner that only predicts. */
  public static DataLoaders none() {
    return trainOnly(NoBatches.INSTANCE);
  }

  /** Whether there are validation data, if perhaps with no batches. */
  public boolean hasValid() {
    return valid != NoBatches.INSTANCE;
  }

  /**
   * Loaders for two data sets. The training data are shuffled. The validation data are not
   * shuffled, and their batches are twice as large, because no memory is needed for gradients.
   *
   * @throws IllegalArgumentException if {@code batchSize} is less than 1
   */
  public static DataLoaders of(Dataset train, Dataset valid, int batchSize) {
    return new DataLoaders(
        DataLoader.of(train, batchSize).shuffle(true), DataLoader.of(valid, 2 * batchSize));
  }
}
