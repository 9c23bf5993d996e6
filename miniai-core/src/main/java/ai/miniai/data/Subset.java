package ai.miniai.data;

import static com.google.common.base.Preconditions.checkElementIndex;
import static com.google.common.base.Preconditions.checkPositionIndexes;

/** A range of another data set, {@code to} excluded. */
record Subset(Dataset whole, int from, int to) implements Dataset {
  Subset {
    checkPositionIndexes(from, to, whole.size());
  }

  @Override
  public int size() {
    return to - from;
  }

  @Override
  public Sample get(int index) {
    return whole.get(from + checkElementIndex(index, size(), "index of the sample"));
  }
}
