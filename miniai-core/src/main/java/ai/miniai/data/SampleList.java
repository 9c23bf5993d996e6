package ai.miniai.data;

import static com.google.common.base.Preconditions.checkElementIndex;

import com.google.common.collect.ImmutableList;
import java.util.List;

/** Items in memory. */
record SampleList(List<Sample> samples) implements Dataset {
  SampleList {
    samples = ImmutableList.copyOf(samples);
  }

  @Override
  public int size() {
    return samples.size();
  }

  @Override
  public Sample get(int index) {
    return samples.get(checkElementIndex(index, size(), "index of the sample"));
  }
}
