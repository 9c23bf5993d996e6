package ai.miniai.examples.parity;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.io.FileErrors;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What PyTorch computed of something, with all results: a folder with a case.json. */
public final class ParityCase {
  /**
   * The expected values of a quantity.
   *
   * @param allowance the largest accepted absolute difference
   */
  public record Expected(String name, double[] values, double allowance) {}

  private static final String DIFFERENCE = "pytorch_float32_differs_by";

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private final Path folder;
  private final JsonNode root;

  private ParityCase(Path folder, JsonNode root) {
    this.folder = folder;
    this.root = root;
  }

  /**
   * Reads the description; the arrays are read on demand.
   *
   * @throws IOException if there is no readable case.json
   * @throws IllegalArgumentException if it is not JSON
   */
  public static ParityCase read(Path folder) throws IOException {
    Path file = folder.resolve("case.json");
    checkArgument(Files.exists(file), "no parity case in %s: %s is missing", folder, file);
    JsonNode root;
    try {
      root = JSON.readTree(ArrayFile.bytes(file));
    } catch (JsonProcessingException damaged) {
      throw new IllegalArgumentException(
          file + " is not JSON: " + FileErrors.reason(damaged), damaged);
    }
    checkArgument(root.isObject(), "%s is no parity case: expected a JSON object", file);
    return new ParityCase(folder, root);
  }

  /** The name that the case gives itself, or else that of its folder. */
  public String name() {
    return root.path("name").asText(String.valueOf(folder.getFileName()));
  }

  /** The required node at {@code path}, such as "/model/type". */
  JsonNode part(String path) {
    JsonNode node = root.at(path);
    checkArgument(
        !node.isMissingNode(), "%s lacks %s", folder.resolve("case.json"), path.substring(1));
    return node;
  }

  /** The node at {@code path}; a missing node if it does not exist. */
  JsonNode optional(String path) {
    return root.at(path);
  }

  int integer(String path) {
    JsonNode node = part(path);
    checkArgument(
        node.canConvertToExactIntegral() && node.canConvertToInt(),
        "%s is not a whole number below 2^31: %s",
        path,
        node);
    return node.intValue();
  }

  double number(String path) {
    JsonNode node = part(path);
    checkArgument(node.isNumber(), "%s is not a number: %s", path, node);
    return node.doubleValue();
  }

  /** The array that the node describes. */
  ArrayFile array(JsonNode entry, String what) throws IOException {
    return ArrayFile.of(folder, entry, what);
  }

  /** All values of the file of this name. */
  double[] values(String file) throws IOException {
    return ArrayFile.whole(folder.resolve(file)).doubles();
  }

  /** Whether a quantity of this name is expected. */
  boolean expects(String quantity) {
    return part("/expected").has(quantity);
  }

  /** Whether layers are in training mode, as they are unless the case says otherwise. */
  boolean training() {
    JsonNode node = optional("/training");
    checkArgument(
        node.isMissingNode() || node.isBoolean(), "training is neither true nor false: %s", node);
    return node.asBoolean(true);
  }

  /**
   * All quantities that the case expects.
   *
   * @throws IOException if a file cannot be read
   * @throws IllegalArgumentException if one is missing, or is not as the case describes it
   */
  public List<Expected> expected() throws IOException {
    List<Expected> all = new ArrayList<>();
    JsonNode expected = part("/expected");
    for (String name : ImmutableList.copyOf(expected.fieldNames())) {
      JsonNode entry = expected.get(name);
      JsonNode differs = entry.path(DIFFERENCE);
      checkArgument(
          differs.isNumber() && differs.doubleValue() >= 0,
          "%s: %s wants a number \"%s\", 0 or more, not %s",
          name(),
          name,
          DIFFERENCE,
          entry);
      double[] values = array(entry, name() + ": " + name).doubles();
      double largest =
          Arrays.stream(values).map(Math::abs).filter(Double::isFinite).max().orElse(0);
      double allowance =
          name.equals("act_hist")
              ? 10 * differs.doubleValue() + 2
              : Math.max(10 * differs.doubleValue(), 1e-5 * largest);
      all.add(new Expected(name, values, allowance));
    }
    checkArgument(!all.isEmpty(), "%s expects nothing", folder.resolve("case.json"));
    return all;
  }
}
