package ai.miniai.nn;

import com.google.common.base.Splitter;
import com.google.common.io.Resources;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * A line of reference numbers, "name | numbers | numbers | …", in a file pytorch.txt that a script
 * beside it wrote.
 */
public record PyTorchNumbers(String name, List<double[]> expected) {
  /** The lines of the file beside {@code test}. */
  public static Stream<PyTorchNumbers> beside(Class<?> test) throws IOException {
    return Resources.readLines(Resources.getResource(test, "pytorch.txt"), StandardCharsets.UTF_8)
        .stream()
        .filter(line -> !line.startsWith("#"))
        .map(line -> Splitter.on(" | ").splitToList(line))
        .map(
            parts ->
                new PyTorchNumbers(
                    parts.get(0),
                    parts.subList(1, parts.size()).stream().map(PyTorchNumbers::numbers).toList()));
  }

  private static double[] numbers(String text) {
    return Arrays.stream(text.split(" ", -1))
        .mapToDouble(word -> word.equals("nan") ? Double.NaN : Double.parseDouble(word))
        .toArray();
  }

  @Override
  public String toString() {
    return name;
  }
}
