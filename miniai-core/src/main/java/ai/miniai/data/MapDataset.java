package ai.miniai.data;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.Map;

/**
 * Items that are maps from names to values, as in data sets with named columns. What a value may be
 * says {@link Sample#tuple}; columns that are not asked for may hold anything.
 *
 * <pre>{@code
 * DataLoader loader = DataLoader.of(maps.columns("image", "label"), 1024);
 * Map<String, Tensor> named = loader.iterate().next().named("image", "label");
 * }</pre>
 */
public interface MapDataset {
  /** The number of items. */
  int size();

  /**
   * One item. A loader may ask from a thread of its own, see {@link Dataset}.
   *
   * @param index 0 … size − 1
   * @throws IndexOutOfBoundsException if there is no such item
   */
  Map<String, ?> get(int index);

  /** A data set of items that are already there. */
  static MapDataset of(List<? extends Map<String, ?>> items) {
    return new MapList(ImmutableList.copyOf(items));
  }

  /**
   * The values under these names, in this order, as the items of a {@link DataLoader}: inputs
   * first, then targets. The course's {@code collate_dict}.
   *
   * <p>Asking for an item without one of these names is an {@link IllegalArgumentException}.
   */
  default Dataset columns(String... names) {
    return new Columns(this, ImmutableList.copyOf(names));
  }
}
