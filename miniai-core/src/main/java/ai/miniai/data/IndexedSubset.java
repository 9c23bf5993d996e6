package ai.miniai.data;

import static com.google.common.base.Preconditions.checkElementIndex;

import com.google.common.primitives.ImmutableIntArray;

/** Chosen items of another data set, in the order of {@code indices}. */
record IndexedSubset(Dataset whole, ImmutableIntArray indices) implements Dataset {
  IndexedSubset {
    int size = whole.size();
    indices.forEach(index -> checkElementIndex(index, size, "index of a chosen sample"));
  }

  @Override
  public int size() {
    return indices.length();
  }

  @Override
  public Sample get(int index) {
    return whole.get(indices.get(checkElementIndex(index, size(), "index of the sample")));
  }
}
