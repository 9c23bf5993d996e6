package ai.miniai.data;

import java.util.function.UnaryOperator;

/** A data set with a function that is applied to each item when it is accessed. */
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
