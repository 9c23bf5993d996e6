package ai.miniai.examples.stored;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.examples.faults.NumberFile;
import ai.miniai.io.FileErrors;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.primitives.Floats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * Inputs and targets from files: CSV without a header, {@code .npy}, or {@code .npz} with both.
 *
 * @param name of the file, for messages
 */
record WatchData(String name, NpyArray inputs, NpyArray targets) {
  private static final String NPY = ".npy";
  private static final String NPZ = ".npz";

  /** The names of inputs and targets in an {@code .npz}, as Keras's own data sets have them. */
  private static final ImmutableList<String> TRAIN = ImmutableList.of("x_train", "y_train");

  private static final ImmutableList<String> VALID = ImmutableList.of("x_test", "y_test");
  private static final ImmutableList<String> PLAIN = ImmutableList.of("x", "y");

  /**
   * Reads training data.
   *
   * @param labels a file of its own for the targets, or null if they are behind the inputs
   * @throws IOException if a file cannot be read
   * @throws IllegalArgumentException if it has another form; the message says which
   */
  static WatchData train(Path data, @Nullable Path labels, StoredNetwork network)
      throws IOException {
    return read(data, labels, network, TRAIN)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    data + " has no arrays x_train and y_train, or x and y"));
  }

  /** Reads validation data; those of an {@code .npz} with training data, if it has some. */
  static Optional<WatchData> valid(
      @Nullable Path data, @Nullable Path labels, Path train, StoredNetwork network)
      throws IOException {
    if (data != null) {
      return read(data, labels, network, VALID);
    }
    return is(NPZ, train) ? ofNpz(train, VALID) : Optional.empty();
  }

  private static Optional<WatchData> read(
      Path data, @Nullable Path labels, StoredNetwork network, List<String> names)
      throws IOException {
    if (labels != null) {
      return Optional.of(new WatchData("" + data, array(data), array(labels)));
    }
    if (is(NPZ, data)) {
      Optional<WatchData> both = ofNpz(data, names);
      return both.isPresent() ? both : ofNpz(data, PLAIN);
    }
    checkArgument(
        !is(NPY, data), "%s has the inputs: name the file of the targets with --labels", data);
    return Optional.of(ofCsv(data, network));
  }

  private static boolean is(String ending, Path file) {
    return file.toString().endsWith(ending);
  }

  /** Inputs, then targets: the first line tells how many. */
  private static WatchData ofCsv(Path file, StoredNetwork network) throws IOException {
    int inputs =
        network
            .rowInputs()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "a CSV file has rows of numbers, and "
                            + network
                            + " does not begin with a layer that takes them: give .npy or .npz,"
                            + " with one item after the other"));
    int columns = columns(file);
    int targets = columns > inputs ? columns - inputs : 1;
    NpyArray rows = rows(NumberFile.read(file, inputs + targets), inputs + targets);
    return new WatchData("" + file, part(rows, 0, inputs), part(rows, inputs, inputs + targets));
  }

  private static int columns(Path file) throws IOException {
    try (var lines = Files.lines(file)) {
      return lines
          .filter(line -> !line.isBlank())
          .findFirst()
          .map(line -> Splitter.on(',').splitToList(line).size())
          .orElse(0);
    } catch (IOException e) {
      throw new IOException("cannot read " + file + ": " + FileErrors.reason(e), e);
    }
  }

  private static NpyArray rows(List<float[]> rows, int width) {
    return new NpyArray(
        Floats.concat(rows.toArray(new float[0][])), new long[] {rows.size(), width});
  }

  private static NpyArray part(NpyArray rows, int from, int to) {
    int width = to - from;
    float[] values = new float[rows.items() * width];
    for (int i = 0; i < rows.items(); i++) {
      System.arraycopy(rows.item(i), from, values, i * width, width);
    }
    return new NpyArray(values, new long[] {rows.items(), width});
  }

  /** An array of its own: a CSV file's rows, or an {@code .npy}. */
  private static NpyArray array(Path file) throws IOException {
    if (is(NPY, file)) {
      try {
        return npy("" + file, Files.readAllBytes(file));
      } catch (IOException e) {
        throw new IOException("cannot read " + file + ": " + FileErrors.reason(e), e);
      }
    }
    checkArgument(
        !is(NPZ, file), "%s has several arrays: without --labels, they are found by name", file);
    int columns = columns(file);
    return rows(NumberFile.read(file, columns), columns);
  }

  private static NpyArray npy(String name, byte... bytes) {
    try {
      return NpyArray.of(bytes);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("cannot read " + name + ": " + e.getMessage(), e);
    }
  }

  private static Optional<WatchData> ofNpz(Path file, List<String> names) throws IOException {
    Map<String, NpyArray> found = new LinkedHashMap<>();
    try (ZipFile zip = new ZipFile(file.toFile())) {
      Enumeration<? extends ZipEntry> entries = zip.entries();
      while (entries.hasMoreElements()) {
        ZipEntry entry = entries.nextElement();
        String name = entry.getName().replaceAll("\\.npy$", "");
        if (names.contains(name)) {
          found.put(name, npy(file + ", " + name, zip.getInputStream(entry).readAllBytes()));
        }
      }
    } catch (ZipException e) {
      throw new IOException("cannot read " + file + ": it is no .npz, which is a zip file", e);
    } catch (IOException e) {
      throw new IOException("cannot read " + file + ": " + FileErrors.reason(e), e);
    }
    NpyArray inputs = found.get(names.get(0));
    NpyArray targets = found.get(names.get(1));
    return inputs == null || targets == null
        ? Optional.empty()
        : Optional.of(new WatchData(file + " (" + names.get(0) + ")", inputs, targets));
  }
}
