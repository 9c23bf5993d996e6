package ai.miniai.data;

import ai.miniai.tensor.HostArray;
import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import java.util.List;

/**
 * Makes the batches of one pass on the Java heap.
 *
 * @param dataset where the items come from
 * @param order the items of the pass, in order
 * @param batchSize the items of a batch
 * @param collate joins items
 */
record BatchMaker(Dataset dataset, ImmutableIntArray order, int batchSize, Collate collate)
    implements HostBatches {
  /** Makes a batch now; a {@link SampleException} says that the data set fails. */
  @Override
  public List<HostArray> take(int batch) {
    int from = batch * batchSize;
    int to = (int) Math.min((long) from + batchSize, order.length());
    ImmutableList.Builder<Sample> samples = ImmutableList.builderWithExpectedSize(to - from);
    for (int i = from; i < to; i++) {
      samples.add(sample(order.get(i)));
    }
    return collate.collate(samples.build());
  }

  private Sample sample(int index) {
    try {
      return dataset.get(index);
    } catch (RuntimeException | Error e) {
      throw new SampleException(index, e);
    }
  }
}
