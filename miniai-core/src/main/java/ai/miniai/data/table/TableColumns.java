package ai.miniai.data.table;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which columns of a table are read, and what they contain. Other columns are ignored.
 *
 * @param numbers the names of the inputs that are numbers
 * @param categories the names of the inputs that are one of several texts
 * @param target what is to be predicted; empty for rows without a target
 */
public record TableColumns(
    List<String> numbers, List<String> categories, Optional<TableTarget> target) {
  /**
   * Keeps copies of the lists.
   *
   * @throws IllegalArgumentException if there is no input, or a name is repeated
   */
  public TableColumns {
    numbers = ImmutableList.copyOf(numbers);
    categories = ImmutableList.copyOf(categories);
    checkArgument(
        !numbers.isEmpty() || !categories.isEmpty(),
        "a table wants at least one column of numbers or categories");
    Set<String> seen = new HashSet<>();
    for (String name : names(numbers, categories, target)) {
      checkArgument(seen.add(name), "the column \"%s\" is given twice: once is enough", name);
    }
  }

  /** Inputs without a target. */
  public TableColumns(List<String> numbers, List<String> categories) {
    this(numbers, categories, Optional.empty());
  }

  /** The same inputs, and the name of a class, a text, as target. */
  public TableColumns predictClass(String column) {
    return withTarget(new TableTarget(column, TableTarget.Kind.CLASS));
  }

  /** The same inputs, and a number as target. */
  public TableColumns predictNumber(String column) {
    return withTarget(new TableTarget(column, TableTarget.Kind.NUMBER));
  }

  private TableColumns withTarget(TableTarget target) {
    return new TableColumns(numbers, categories, Optional.of(target));
  }

  /** The same inputs without a target, to read rows whose target is to be predicted. */
  public TableColumns withoutTarget() {
    return new TableColumns(numbers, categories);
  }

  /** All names: numbers, categories, target. */
  List<String> names() {
    return names(numbers, categories, target);
  }

  private static List<String> names(
      List<String> numbers, List<String> categories, Optional<TableTarget> target) {
    ImmutableList.Builder<String> names = ImmutableList.builder();
    names.addAll(numbers).addAll(categories);
    target.ifPresent(column -> names.add(column.column()));
    return names.build();
  }
}
