package ai.miniai.data;

import ai.miniai.tensor.HostArray;
import com.google.common.collect.ImmutableList;
import com.google.common.primitives.Ints;
import com.google.common.primitives.Longs;
import java.util.List;

/** A data set for tests: item i is the float i, shape [1], and the label i. */
record Numbers(int size) implements Dataset {
  @Override
  public Sample get(int index) {
    return Sample.of(new float[] {index}, new long[] {1}, index);
  }

  /** The labels of every batch of one pass. */
  static List<List<Integer>> labels(DataLoader loader) {
    ImmutableList.Builder<List<Integer>> labels = ImmutableList.builder();
    for (Batch batch : loader) {
      labels.add(labels(batch));
    }
    return labels.build();
  }

  static List<Integer> labels(Batch batch) {
    double[] values = batch.y().toDoubles();
    int[] labels = new int[values.length];
    for (int i = 0; i < values.length; i++) {
      labels[i] = (int) values[i];
    }
    return Ints.asList(labels);
  }

  static List<Long> labels(HostArray array) {
    return Longs.asList(((HostArray.Longs) array).values());
  }
}
