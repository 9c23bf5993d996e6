package ai.miniai.bench;

import ai.miniai.data.Batch;
import ai.miniai.data.Batches;
import ai.miniai.data.DataLoader;
import ai.miniai.data.StackingDataset;
import com.google.common.collect.ImmutableList;
import com.google.common.primitives.Longs;
import java.util.function.IntFunction;

/** Random data: as much work as real data, without a download. */
enum Noise {
  /** In the shape of Fashion-MNIST. */
  IMAGES(
      SyntheticImages::new,
      1024,
      SyntheticImages.CLASSES,
      1,
      SyntheticImages.SIDE,
      SyntheticImages.SIDE),

  /** The rows of a table. */
  ROWS(SyntheticTable::new, 32, SyntheticTable.CLASSES, SyntheticTable.FEATURES);

  private final IntFunction<StackingDataset> maker;
  private final int usualBatchSize;
  private final int classes;
  private final long[] shape;

  Noise(
      IntFunction<StackingDataset> maker, int usualBatchSize, int classes, long... shapeOfAnItem) {
    this.maker = maker;
    this.usualBatchSize = usualBatchSize;
    this.classes = classes;
    this.shape = shapeOfAnItem;
  }

  /** A data set of this many items. */
  StackingDataset dataset(int size) {
    return maker.apply(size);
  }

  /** Batches, on the device. */
  ImmutableList<Batch> batches(int count, int batchSize) {
    try (Batches all = DataLoader.of(dataset(count * batchSize), batchSize).iterate()) {
      return ImmutableList.copyOf(all);
    }
  }

  /** The items in a step, unless the user says otherwise. */
  int usualBatchSize() {
    return usualBatchSize;
  }

  int classes() {
    return classes;
  }

  /** The shape of the inputs in a batch. */
  long[] shape(int batchSize) {
    return Longs.concat(new long[] {batchSize}, shape);
  }

  /** What an item is called in tables, in the plural. */
  @Override
  public String toString() {
    return Kebab.of(this);
  }
}
