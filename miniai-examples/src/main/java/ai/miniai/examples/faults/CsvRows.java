package ai.miniai.examples.faults;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.data.Dataset;
import ai.miniai.data.Sample;
import ai.miniai.tensor.HostArray;
import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableLongArray;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Data from CSV files: the columns of the input, then the target. */
final class CsvRows {
  private final FaultProgram program;
  private final FaultSource source;
  private final Path folder;
  private final ImmutableLongArray inputShape;
  private final int outputs;

  CsvRows(FaultProgram program, Path folder) {
    this.program = program;
    this.source = program.data();
    this.folder = folder;
    this.outputs = program.outputs();
    checkArgument(source.features() > 0, "data in CSV need \"features\", the columns of an input");
    checkArgument(
        (source.classes() == null) != (source.targets() == null),
        "data in CSV need either \"classes\" or \"targets\", not %s",
        source);
    this.inputShape = source.inputShape(source.features());
  }

  FaultData read() throws IOException {
    ImmutableList<float[]> valid = rows(source.valid());
    return new FaultData(
        inputShape,
        items(rows(source.train())),
        items(valid),
        source.classes() == null
            ? ImmutableLongArray.of()
            : ImmutableLongArray.copyOf(valid.stream().mapToLong(row -> label(row))));
  }

  private ImmutableList<float[]> rows(String name) throws IOException {
    Integer targets = source.targets();
    int columns = source.features() + (targets == null ? 1 : targets);
    return NumberFile.read(folder.resolve(name), columns, this::checkClass);
  }

  private void checkClass(float... row) {
    Integer classes = source.classes();
    Float last = row[row.length - 1];
    checkArgument(
        classes == null || (last >= 0 && last < classes && last == Math.rint(last)),
        "expected the index of one of %s classes after the inputs, got %s",
        classes,
        last);
  }

  private long label(float... row) {
    return (long) row[source.features()];
  }

  private Dataset items(ImmutableList<float[]> rows) {
    List<Sample> items = new ArrayList<>(rows.size());
    for (float[] row : rows) {
      items.add(
          Sample.of(
              new HostArray.Floats(Arrays.copyOf(row, source.features()), inputShape.toArray()),
              target(row)));
    }
    return Dataset.of(items);
  }

  private HostArray target(float... row) {
    if (source.classes() != null) {
      return form().of(label(row), outputs);
    }
    float[] numbers = Arrays.copyOfRange(row, source.features(), row.length);
    return new HostArray.Floats(numbers, numbers.length);
  }

  /** As the loss and the width of the network need it. */
  private ClassTarget form() {
    if (program.loss() == KerasLoss.SPARSE_CATEGORICAL_CROSSENTROPY) {
      return ClassTarget.INDEX;
    }
    return outputs == 1 ? ClassTarget.NUMBER : ClassTarget.ONE_HOT;
  }
}
