package ai.miniai.data.table;

import static com.google.common.base.Preconditions.checkElementIndex;

import ai.miniai.data.Sample;
import ai.miniai.data.StackingDataset;
import ai.miniai.tensor.HostArray;
import com.google.common.collect.ImmutableList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Prepared rows of a table, see {@link TablePreparation#apply}. A batch has two inputs, so it is
 * trained with {@code TrainCB(2)}:
 *
 * <ul>
 *   <li>the numbers, float32 [batch, numbers]
 *   <li>the categories, int64 [batch, categories], with the indicators of missing numbers at the
 *       end
 *   <li>the target, if the table has one: the class, int64 [batch], or the number, float32 [batch,
 *       1]
 * </ul>
 *
 * <p>Without columns of numbers (or categories) their tensor is [batch, 0].
 */
public final class TableDataset implements StackingDataset {
  private final int size;
  private final ImmutableList<float[]> numbers;
  private final ImmutableList<int[]> categories;
  private final @Nullable HostArray target;

  TableDataset(
      int size, List<float[]> numbers, List<int[]> categories, @Nullable HostArray target) {
    this.size = size;
    this.numbers = ImmutableList.copyOf(numbers);
    this.categories = ImmutableList.copyOf(categories);
    this.target = target;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public Sample get(int index) {
    List<HostArray> batch = stack(checkElementIndex(index, size, "index of the row"));
    return new Sample(batch.stream().map(TableDataset::onlyItem).toList());
  }

  private static HostArray onlyItem(HostArray batch) {
    long[] shape = Arrays.copyOfRange(batch.shape(), 1, batch.shape().length);
    return batch instanceof HostArray.Floats floats
        ? new HostArray.Floats(floats.values(), shape)
        : new HostArray.Longs((long[]) batch.values(), shape);
  }

  @Override
  public List<HostArray> stack(int... indices) {
    int n = indices.length;
    ImmutableList.Builder<HostArray> arrays = ImmutableList.builder();
    arrays.add(new HostArray.Floats(rows(numbers, indices), n, numbers.size()));
    arrays.add(new HostArray.Longs(longRows(categories, indices), n, categories.size()));
    if (target instanceof HostArray.Longs classes) {
      long[] chosen = Arrays.stream(indices).mapToLong(row -> classes.values()[row]).toArray();
      arrays.add(new HostArray.Longs(chosen, n));
    } else if (target instanceof HostArray.Floats values) {
      arrays.add(new HostArray.Floats(rows(List.of(values.values()), indices), n, 1));
    }
    return arrays.build();
  }

  /** The values of these rows, row by row. */
  private static float[] rows(List<float[]> columns, int... indices) {
    int width = columns.size();
    float[] values = new float[Math.multiplyExact(indices.length, width)];
    for (int column = 0; column < width; column++) {
      float[] from = columns.get(column);
      for (int i = 0; i < indices.length; i++) {
        values[i * width + column] = from[indices[i]];
      }
    }
    return values;
  }

  /** The same for whole numbers, which become int64. */
  private static long[] longRows(List<int[]> columns, int... indices) {
    int width = columns.size();
    long[] values = new long[Math.multiplyExact(indices.length, width)];
    for (int column = 0; column < width; column++) {
      int[] from = columns.get(column);
      for (int i = 0; i < indices.length; i++) {
        values[i * width + column] = from[indices[i]];
      }
    }
    return values;
  }
}
