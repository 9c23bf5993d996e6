package ai.miniai.tensor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Has PyTorch run programs: one process of Python for many of them. */
final class PyTorch {
  /** The one that is meant, or else Debian's, for which PyTorch is a package. */
  static final String PYTHON = System.getProperty("python", "/usr/bin/python3");

  private PyTorch() {}

  /** Whether this machine's Python has PyTorch. */
  static boolean isInstalled() throws IOException, InterruptedException {
    try {
      return new ProcessBuilder(PYTHON, "-c", "import torch")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException noPython) {
      return false;
    }
  }

  /** The answers, null for a program with a function that PyTorch does not have. */
  static JsonNode run(List<Program> programs, Path folder)
      throws IOException, InterruptedException {
    Path script = folder.resolve("programs.py");
    try (InputStream in =
        Objects.requireNonNull(PyTorch.class.getResourceAsStream("programs.py"))) {
      Files.copy(in, script);
    }
    Path question = folder.resolve("programs.json");
    Path answer = folder.resolve("answers.json");
    ObjectMapper json = new ObjectMapper();
    json.writeValue(question.toFile(), programs.stream().map(PyTorch::describe).toList());
    int code =
        new ProcessBuilder(PYTHON, script.toString())
            .redirectInput(question.toFile())
            .redirectOutput(answer.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start()
            .waitFor();
    if (code != 0) {
      throw new IllegalStateException(PYTHON + " ended with " + code);
    }
    return json.readTree(answer.toFile());
  }

  private static Map<String, Object> describe(Program program) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put(
        "inputs",
        program.inputs().stream()
            .map(
                input ->
                    Map.of(
                        "shape",
                        input.shape(),
                        "values",
                        Arrays.stream(input.values()).mapToObj(PyTorch::text).toList(),
                        "grad",
                        input.kind() != Program.Kind.SMALL_INDICES))
            .toList());
    map.put(
        "steps",
        program.steps().stream()
            .map(
                step ->
                    Map.of(
                        "function",
                        step.function(),
                        "operands",
                        step.operands(),
                        "numbers",
                        step.numbers()))
            .toList());
    Tensor last = Autograd.noGrad(() -> program.moved(0, 0, 0));
    map.put("seed", Program.seed(last.shape()));
    return map;
  }

  private static String text(double value) {
    return Double.isInfinite(value) ? value > 0 ? "inf" : "-inf" : Double.toString(value);
  }

  /** Values that PyTorch wrote. */
  static double[] values(JsonNode node) {
    double[] values = new double[node.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (node.get(i).asText()) {
            case "inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            case "nan" -> Double.NaN;
            default -> Double.parseDouble(node.get(i).asText());
          };
    }
    return values;
  }
}
