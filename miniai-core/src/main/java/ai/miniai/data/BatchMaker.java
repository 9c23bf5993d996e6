package ai.miniai.data;

import ai.miniai.data.transform.Images;
import ai.miniai.data.transform.Transform;
import ai.miniai.random.Generator;
import ai.miniai.tensor.HostArray;
import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Creates the batches of one pass on the Java heap.
 *
 * @param loader the settings
 * @param order the indices of the items, in the order of the pass
 * @param generator the random number generator of the transforms, used in this pass only
 */
record BatchMaker(DatasetLoader loader, ImmutableIntArray order, Generator generator)
    implements HostBatches {
  /** Creates a batch now; a {@link SampleException} means that the data set has failed. */
  @Override
  public List<HostArray> take(int batch) {
    return make(batch, () -> false);
  }

  /**
   * Creates a batch. Exceptions of the data set, the collate function or a transform are rethrown
   * unchecked: in languages without checked exceptions any of them may throw any exception.
   *
   * @param stopped checked between two steps; if true, a {@link CancellationException} is thrown
   */
  List<HostArray> make(int batch, BooleanSupplier stopped) {
    int from = batch * loader.batchSize();
    int to = (int) Math.min((long) from + loader.batchSize(), order.length());
    ImmutableIntArray indices = order.subArray(from, to);
    try {
      return arrays(indices, stopped);
    } catch (UnlikeItemsException e) {
      throw new IllegalArgumentException(
          "item 0 of batch %s is sample %s of the data set, item %s is sample %s: %s"
              .formatted(
                  batch, indices.get(0), e.position(), indices.get(e.position()), e.getMessage()),
          e);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(
          "batch %s (samples %s) failed: %s".formatted(batch, indices, SampleException.text(e)), e);
    }
  }

  private List<HostArray> arrays(ImmutableIntArray indices, BooleanSupplier stopped) {
    if (loader.dataset() instanceof StackingDataset dataset && loader.stacksOnly()) {
      return dataset.stack(indices.toArray());
    }
    ImmutableList.Builder<Sample> samples = ImmutableList.builderWithExpectedSize(indices.length());
    for (int i = 0; i < indices.length(); i++) {
      goOn(stopped);
      samples.add(sample(indices.get(i)));
    }
    goOn(stopped);
    List<HostArray> arrays =
        given(loader.collate().collate(samples.build()), "the collate function");
    return loader.transforms().isEmpty() ? arrays : transformed(arrays, stopped);
  }

  private Sample sample(int index) {
    try {
      return given(loader.dataset().get(index), "Dataset.get");
    } catch (Throwable e) { // including checked exceptions, which Kotlin and Lombok can throw
      throw new SampleException(index, e);
    }
  }

  private List<HostArray> transformed(List<HostArray> arrays, BooleanSupplier stopped) {
    Images images = Images.of(arrays.get(0));
    for (Transform transform : loader.transforms()) {
      goOn(stopped);
      images = given(transform.apply(images, generator), "the transform " + transform);
    }
    return ImmutableList.<HostArray>builder()
        .add(images.toHostArray())
        .addAll(arrays.subList(1, arrays.size()))
        .build();
  }

  private static void goOn(BooleanSupplier stopped) {
    if (stopped.getAsBoolean()) {
      throw new CancellationException("the pass has ended");
    }
  }

  private static <T> T given(@Nullable T value, String source) {
    if (value == null) {
      throw new NullPointerException(source + " returned null");
    }
    return value;
  }
}
