package ai.miniai.data;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.Map;

/**
 * Items that are maps from names to values, as in data sets with named columns. {@link
 * Sample#tuple} says which values are allowed; columns that are not used may contain anything.
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
   * Returns one item. A loader may call this on a thread of its own, see {@link Dataset}.
   *
   * @param index 0 … size − 1
   * @throws IndexOutOfBoundsException if there is no such item
   */
  Map<String, ?> get(int index);

  /** A data set of items in memory. */
  static MapDataset of(List<? extends Map<String, ?>> items) {
    return new MapList(ImmutableList.copyOf(items));
  }

  /**
   * The values under these names, in this order, as items for a {@link DataLoader}: inputs first,
   * then targets. It corresponds to the course's {@code collate_dict}.
   *
   * <p>An item that lacks one of these names leads to an {@link IllegalArgumentException} when it
   * is accessed.
   */
  default Dataset columns(String... names) {
    return new Columns(this, ImmutableList.copyOf(names));
  }
}
