package ai.miniai.data.table;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import java.util.List;

/**
 * How all columns of a table are prepared: what a {@link TablePreparation} keeps and saves.
 *
 * @param numbers the inputs that are numbers
 * @param categories the inputs that are texts
 * @param classTarget the target, if it is a class; else empty
 * @param numberTarget the name of the target, if it is a number; else empty
 */
record PreparedColumns(
    List<PreparedNumber> numbers,
    List<PreparedCategory> categories,
    List<PreparedCategory> classTarget,
    List<String> numberTarget) {
  PreparedColumns {
    numbers = ImmutableList.copyOf(numbers);
    categories = ImmutableList.copyOf(categories);
    classTarget = ImmutableList.copyOf(classTarget);
    numberTarget = ImmutableList.copyOf(numberTarget);
    checkArgument(
        classTarget.size() + numberTarget.size() <= 1, "a table has one target, not several");
  }

  TableColumns names() {
    TableColumns inputs =
        new TableColumns(
            numbers.stream().map(PreparedNumber::name).toList(),
            categories.stream().map(PreparedCategory::name).toList());
    return classTarget.isEmpty()
        ? numberTarget.isEmpty() ? inputs : inputs.predictNumber(numberTarget.get(0))
        : inputs.predictClass(classTarget.get(0).name());
  }

  /** The columns that have an indicator of missing numbers. */
  List<PreparedNumber> withIndicator() {
    return numbers.stream().filter(PreparedNumber::indicator).toList();
  }
}
