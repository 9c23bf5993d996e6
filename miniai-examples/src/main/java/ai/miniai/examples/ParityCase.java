package ai.miniai.examples;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.histogram.Bins;
import ai.miniai.io.FileErrors;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.common.collect.ImmutableList;
import com.google.common.math.LongMath;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A training run recorded from PyTorch, with all its results: a folder with a case.json. */
final class ParityCase {
  /**
   * The expected values of a quantity.
   *
   * @param allowance the largest accepted absolute difference
   */
  record Expected(String name, double[] values, double allowance) {}

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
  static ParityCase read(Path folder) throws IOException {
    Path file = folder.resolve("case.json");
    checkArgument(Files.exists(file), "no parity case in %s: %s is missing", folder, file);
    JsonNode root;
    try {
      root = JSON.readTree(bytes(file));
    } catch (JsonProcessingException damaged) {
      throw new IllegalArgumentException(
          file + " is not JSON: " + FileErrors.reason(damaged), damaged);
    }
    checkArgument(root.isObject(), "%s is no parity case: expected a JSON object", file);
    return new ParityCase(folder, root);
  }

  private static byte[] bytes(Path file) throws IOException {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new IOException("cannot read " + file + ": " + FileErrors.reason(e), e);
    }
  }

  String name() {
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
        "%s: %s is not a whole number below 2^31: %s",
        name(),
        path,
        node);
    return node.intValue();
  }

  double number(String path) {
    JsonNode node = part(path);
    checkArgument(node.isNumber(), "%s: %s is not a number: %s", name(), path, node);
    return node.doubleValue();
  }

  Bins bins() {
    return new Bins(integer("/histogram/bins"), number("/histogram/min"), number("/histogram/max"));
  }

  ImmutableList<String> hooked() {
    ImmutableList.Builder<String> paths = ImmutableList.builder();
    part("/hooked").forEach(path -> paths.add(path.asText()));
    return paths.build();
  }

  /** The initial values of all parameters, concatenated, float32. */
  float[] initialWeights() throws IOException {
    FloatBuffer buffer = bytes(folder.resolve("init.f32"), Float.BYTES).asFloatBuffer();
    float[] values = new float[buffer.remaining()];
    buffer.get(values);
    return values;
  }

  /** All quantities that the case expects. */
  List<Expected> expected() throws IOException {
    List<Expected> all = new ArrayList<>();
    for (String name : ImmutableList.copyOf(part("/expected").fieldNames())) {
      String path = "/expected/" + name;
      double differs = number(path + "/pytorch_float32_differs_by");
      checkArgument(differs >= 0, "%s: %s differs by %s, less than 0", name(), path, differs);
      double[] values = doubles(folder.resolve(part(path + "/file").asText()), path);
      double largest = Arrays.stream(values).map(Math::abs).max().orElse(0);
      double allowance =
          name.equals("act_hist") ? 10 * differs + 2 : Math.max(10 * differs, 1e-5 * largest);
      all.add(new Expected(name, values, allowance));
    }
    checkArgument(!all.isEmpty(), "%s expects nothing", folder.resolve("case.json"));
    return all;
  }

  private double[] doubles(Path file, String path) throws IOException {
    DoubleBuffer buffer = bytes(file, Double.BYTES).asDoubleBuffer();
    double[] values = new double[buffer.remaining()];
    buffer.get(values);
    long length = 1;
    for (JsonNode size : part(path + "/shape")) {
      checkArgument(size.isInt() && size.intValue() >= 0, "%s: bad size %s", name(), size);
      length = LongMath.saturatedMultiply(length, size.intValue());
    }
    checkArgument(
        length == values.length,
        "%s holds %s numbers, but the shape %s wants %s",
        file,
        values.length,
        part(path + "/shape"),
        length);
    return values;
  }

  private static ByteBuffer bytes(Path file, int size) throws IOException {
    checkArgument(Files.exists(file), "%s is missing", file);
    byte[] bytes = bytes(file);
    checkArgument(
        bytes.length % size == 0,
        "%s has %s bytes, which is no whole number of values of %s bytes: it is cut off",
        file,
        bytes.length,
        size);
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
