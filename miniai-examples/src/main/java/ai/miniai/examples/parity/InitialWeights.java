package ai.miniai.examples.parity;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.nn.Module;
import ai.miniai.tensor.Tensor;
import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Streams;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Sets the parameters of a model, and buffers if wanted, to the values that a case lists. */
final class InitialWeights {
  private static final String JOINED = "init.f32";

  private final ParityCase parity;
  private final Module model;

  /** The values of all that has no file of its own, one after the other. */
  private final double[] joined;

  private int from;

  private InitialWeights(ParityCase parity, Module model, double... joined) {
    this.parity = parity;
    this.model = model;
    this.joined = joined;
  }

  /** Sets the values, and returns the parameters in the order of the case. */
  static Map<String, Tensor> load(ParityCase parity, Module model) throws IOException {
    JsonNode listed = parity.optional("/parameters");
    boolean isJoined = Streams.stream(listed).anyMatch(entry -> !entry.has("file"));
    return new InitialWeights(parity, model, isJoined ? parity.values(JOINED) : new double[0])
        .load(listed);
  }

  private Map<String, Tensor> load(JsonNode listed) throws IOException {
    Map<String, Tensor> parameters = model.parameters();
    Map<String, Tensor> all = new LinkedHashMap<>(parameters);
    all.putAll(model.buffers());
    ImmutableMap.Builder<String, Tensor> loaded = ImmutableMap.builder();
    Set<String> missing = new LinkedHashSet<>(parameters.keySet());
    for (JsonNode entry : listed) {
      String name = entry.path("name").asText();
      Tensor own = all.get(name);
      checkArgument(
          own != null, "the model has no parameter %s, only %s:\n%s", name, all.keySet(), model);
      set(name, own, entry);
      if (missing.remove(name)) {
        loaded.put(name, own);
      }
    }
    checkArgument(
        missing.isEmpty() && from == joined.length,
        "the case lists %s parameters with %s values, but %s has %s, and the model also has the"
            + " parameters %s",
        listed.size(),
        from,
        JOINED,
        joined.length,
        missing);
    return loaded.buildOrThrow();
  }

  private void set(String name, Tensor own, JsonNode entry) throws IOException {
    long[] shape = ArrayFile.shape(entry.path("shape"), "parameter " + name);
    checkArgument(
        Arrays.equals(shape, own.shape()),
        "parameter %s has shape %s in the case, %s in the model",
        name,
        Arrays.toString(shape),
        Arrays.toString(own.shape()));
    double[] values =
        entry.has("file")
            ? parity.array(entry, "parameter " + name).doubles()
            : next(Math.toIntExact(own.length()));
    Tensor initial = Tensor.of(values, shape).to(own.dataType());
    own.update(array -> array.assign(initial.array()));
  }

  private double[] next(int count) {
    checkArgument(
        count <= joined.length - from, "%s is too short: it has %s values", JOINED, joined.length);
    from += count;
    return Arrays.copyOfRange(joined, from - count, from);
  }
}
