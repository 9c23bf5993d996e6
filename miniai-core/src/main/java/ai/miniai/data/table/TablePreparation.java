package ai.miniai.data.table;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.tensor.HostArray;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.ImmutableDoubleArray;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What has been learned from the training rows of a table, and prepares all rows in the same way:
 *
 * <ul>
 *   <li>A number x becomes (x − mean) / std of the training rows (standard deviation with divisor
 *       n; 1 if all numbers are equal). A missing number becomes the median. If a column lacks
 *       numbers in the training rows, it also gets an indicator: a category that is 1 where the
 *       number is missing and else 0, as with fastai's {@code FillMissing}.
 *   <li>A category becomes the index of its text, from 1, in the sorted texts of the training rows;
 *       one that is unknown or missing becomes 0.
 *   <li>A target that is a class becomes its index, from 0, in the sorted names of the training
 *       rows; a target that is a number is not changed.
 * </ul>
 *
 * <p>It is saved in the metadata of the model's file, and prepares new rows in another program:
 *
 * <pre>{@code
 * new Safetensors(model.stateDict(), preparation.metadata()).write(file);
 * ...
 * Safetensors saved = Safetensors.read(file);
 * TablePreparation preparation = TablePreparation.of(saved.metadata());
 * }</pre>
 */
public final class TablePreparation {
  private static final String KEY = "miniai.table";

  private final PreparedColumns prepared;
  private final TableColumns columns;

  private TablePreparation(PreparedColumns prepared) {
    this.prepared = prepared;
    columns = prepared.names();
  }

  // ---------------------------------------------------------------- learning and preparing

  /**
   * Learns from training rows.
   *
   * @throws IllegalArgumentException if there are no rows, or a column of numbers has none
   */
  public static TablePreparation fit(Table training) {
    checkArgument(training.size() > 0, "there are no rows to learn the preparation from");
    TableColumns columns = training.columns();
    Optional<TableTarget> target = columns.target();
    return new TablePreparation(
        new PreparedColumns(
            columns.numbers().stream()
                .map(name -> PreparedNumber.fit(name, training.numbers(name)))
                .toList(),
            fitTexts(columns.categories(), training),
            fitTexts(named(target, TableTarget.Kind.CLASS), training),
            named(target, TableTarget.Kind.NUMBER)));
  }

  private static List<PreparedCategory> fitTexts(List<String> names, Table training) {
    return names.stream().map(name -> PreparedCategory.fit(name, training.texts(name))).toList();
  }

  private static List<String> named(Optional<TableTarget> target, TableTarget.Kind kind) {
    return target.stream().filter(one -> one.kind() == kind).map(TableTarget::column).toList();
  }

  /**
   * The data set of these rows. It has targets if the table has a target.
   *
   * @throws IllegalArgumentException if the table lacks a column, or a target is a class that is in
   *     no training row; the message says which
   */
  public TableDataset apply(Table rows) {
    ImmutableList.Builder<float[]> numbers = ImmutableList.builder();
    ImmutableList.Builder<int[]> categories = ImmutableList.builder();
    prepared.numbers().forEach(one -> numbers.add(one.apply(rows.numbers(one.name()))));
    for (PreparedCategory one : prepared.categories()) {
      int[] indices = one.apply(rows.texts(one.name()));
      Arrays.setAll(indices, i -> indices[i] + 1); // 0 is for unknown or missing ones
      categories.add(indices);
    }
    prepared
        .withIndicator()
        .forEach(one -> categories.add(PreparedNumber.missing(rows.numbers(one.name()))));
    return new TableDataset(
        rows.size(), numbers.build(), categories.build(), target(rows).orElse(null));
  }

  private Optional<HostArray> target(Table rows) {
    Optional<TableTarget> target = rows.columns().target();
    checkArgument(
        target.isEmpty() || target.equals(columns.target()),
        "the table has the target %s, but the training rows had %s",
        target.map(TableTarget::toString).orElse(""),
        columns.target().map(TableTarget::toString).orElse("none"));
    return target.map(
        one -> one.kind() == TableTarget.Kind.CLASS ? classes(rows) : values(one, rows));
  }

  private static HostArray values(TableTarget target, Table rows) {
    ImmutableDoubleArray numbers = rows.numbers(target.column());
    float[] values = new float[numbers.length()];
    for (int row = 0; row < values.length; row++) {
      values[row] = (float) numbers.get(row);
    }
    return new HostArray.Floats(values, values.length, 1);
  }

  private HostArray classes(Table rows) {
    PreparedCategory target = prepared.classTarget().get(0);
    TextColumn texts = rows.texts(target.name());
    long[] indices = Arrays.stream(target.apply(texts)).asLongStream().toArray();
    for (int row = 0; row < indices.length; row++) {
      if (indices[row] < 0) {
        throw new IllegalArgumentException(
            "row %s, column \"%s\": the class \"%s\" is in no training row, only %s"
                .formatted(
                    row, target.name(), texts.texts().get(texts.codes().get(row)), target.texts()));
      }
    }
    return new HostArray.Longs(indices, indices.length);
  }

  // ---------------------------------------------------------------- what a model has to know

  /** The columns of the training rows, to read new rows: {@code columns().withoutTarget()}. */
  public TableColumns columns() {
    return columns;
  }

  /** How many numbers an item has. */
  public int numbers() {
    return prepared.numbers().size();
  }

  /**
   * How many values each category of an item can have, from 0: those of the columns with 0 for
   * unknown or missing ones, and then 2 for each indicator of missing numbers.
   */
  public List<Integer> categorySizes() {
    ImmutableList.Builder<Integer> sizes = ImmutableList.builder();
    prepared.categories().forEach(one -> sizes.add(one.texts().size() + 1));
    prepared.withIndicator().forEach(one -> sizes.add(2));
    return sizes.build();
  }

  /** The names of the classes by index; none if the target is not a class. */
  public List<String> classes() {
    return prepared.classTarget().isEmpty() ? List.of() : prepared.classTarget().get(0).texts();
  }

  // ---------------------------------------------------------------- saving

  /** This preparation as JSON under the name {@code miniai.table}, for the file of the model. */
  public Map<String, String> metadata() {
    return ImmutableMap.of(KEY, PreparationJson.write(prepared));
  }

  /**
   * The preparation from {@link #metadata}. Other metadata are ignored.
   *
   * @throws IllegalArgumentException if there is none, it is damaged, or it is of another version
   */
  public static TablePreparation of(Map<String, String> metadata) {
    String json = metadata.get(KEY);
    checkArgument(
        json != null,
        "the metadata have no \"%s\", only %s: was the model saved with preparation.metadata()?",
        KEY,
        metadata.keySet());
    try {
      return new TablePreparation(PreparationJson.read(json));
    } catch (IllegalArgumentException unreadable) {
      throw new IllegalArgumentException(
          "\"%s\" in the metadata cannot be read: %s".formatted(KEY, unreadable.getMessage()),
          unreadable);
    }
  }
}
