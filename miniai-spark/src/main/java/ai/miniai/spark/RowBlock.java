package ai.miniai.spark;

import ai.miniai.data.Dataset;
import ai.miniai.data.Sample;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;

/**
 * Some items of a table, in their order, as they travel to the ranks.
 *
 * @param valid whether they are for validation
 * @param partition of the table
 * @param number of the block in its partition, from 0
 * @param items at most {@link #MOST}
 */
record RowBlock(boolean valid, int partition, int number, List<Sample> items)
    implements Serializable {
  /** So many share the description of their classes. */
  static final int MOST = 256;

  /** Java's serialization, whichever Spark is configured to use. */
  byte[] bytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(this);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static RowBlock of(byte[] bytes) {
    try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
      return (RowBlock) in.readObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("an executor lacks " + e.getMessage(), e);
    }
  }

  /** The items for training or validation, in the order of the table's rows. */
  static Dataset items(List<RowBlock> blocks, boolean valid) {
    return Dataset.of(
        blocks.stream()
            .filter(block -> block.valid == valid)
            .sorted(Comparator.comparing(RowBlock::partition).thenComparing(RowBlock::number))
            .flatMap(block -> block.items.stream())
            .toList());
  }
}
