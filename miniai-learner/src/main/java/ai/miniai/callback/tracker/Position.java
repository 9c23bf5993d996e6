package ai.miniai.callback.tracker;

import com.google.common.collect.ComparisonChain;

/**
 * A position in the loop, just before a batch.
 *
 * @param epoch from 0
 * @param training whether it is in the training pass of the epoch, which comes before validation
 * @param batch from 0
 */
record Position(int epoch, boolean training, int batch) implements Comparable<Position> {
  /** The start of the pass. */
  Position beginning() {
    return new Position(epoch, training, 0);
  }

  @Override
  public int compareTo(Position other) {
    return ComparisonChain.start()
        .compare(epoch, other.epoch)
        .compareTrueFirst(training, other.training)
        .compare(batch, other.batch)
        .result();
  }

  @Override
  public String toString() {
    return "epoch %d, %s, batch %d".formatted(epoch, training ? "training" : "validation", batch);
  }
}
