package ai.miniai.data;

import ai.miniai.data.transform.Images;
import ai.miniai.data.transform.Transform;
import ai.miniai.tensor.Generator;
import ai.miniai.tensor.HostArray;
import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import java.util.List;

/**
 * Makes the batches of one pass on the Java heap.
 *
 * @param loader says how
 * @param order the items of the pass, in order
 * @param generator where the transforms draw from, in this pass alone
 */
record BatchMaker(DatasetLoader loader, ImmutableIntArray order, Generator generator)
    implements HostBatches {
  /** Makes a batch now; a {@link SampleException} says that the data set fails. */
  @Override
  public List<HostArray> take(int batch) {
    int from = batch * loader.batchSize();
    int to = (int) Math.min((long) from + loader.batchSize(), order.length());
    if (loader.dataset() instanceof StackingDataset dataset && loader.stacksOnly()) {
      return dataset.stack(order.subArray(from, to).toArray());
    }
    ImmutableList.Builder<Sample> samples = ImmutableList.builderWithExpectedSize(to - from);
    for (int i = from; i < to; i++) {
      samples.add(sample(order.get(i)));
    }
    List<HostArray> arrays = loader.collate().collate(samples.build());
    return loader.transforms().isEmpty() ? arrays : transformed(arrays);
  }

  private Sample sample(int index) {
    try {
      return loader.dataset().get(index);
    } catch (RuntimeException | Error e) {
      throw new SampleException(index, e);
    }
  }

  private List<HostArray> transformed(List<HostArray> arrays) {
    Images images = Images.of(arrays.get(0));
    for (Transform transform : loader.transforms()) {
      images = transform.apply(images, generator);
    }
    return ImmutableList.<HostArray>builder()
        .add(images.toHostArray())
        .addAll(arrays.subList(1, arrays.size()))
        .build();
  }
}
