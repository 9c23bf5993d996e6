package ai.miniai.data;

import java.util.function.UnaryOperator;

/** Another data set, each item changed on its way out. */
record MappedDataset(Dataset original, UnaryOperator<Sample> change) implements Dataset {
  @Override
  public int size() {
    return original.size();
  }

  @Override
  public Sample get(int index) {
    return change.apply(original.get(index));
  }
}
