package ai.miniai.examples.parity;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.tensor.Tensor;
import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The inputs that a case lists, by name and in their order. */
final class Inputs {
  private Inputs() {}

  /**
   * All inputs. Those of which a gradient is expected require one.
   *
   * @throws IllegalArgumentException if there are none, or one has no name, or two have the same
   */
  static Map<String, Tensor> of(ParityCase parity) throws IOException {
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    JsonNode listed = parity.part("/inputs");
    for (JsonNode entry : listed) {
      String name = entry.path("name").asText();
      checkArgument(!name.isEmpty(), "an input lacks its name: %s", entry);
      Tensor x = parity.array(entry, "input " + name).tensor();
      checkArgument(inputs.put(name, x) == null, "there are two inputs %s", name);
      boolean wanted = x.dataType().isFPType() && parity.expects(gradient(name));
      x.requiresGrad(wanted);
    }
    checkArgument(!inputs.isEmpty(), "the case has no inputs: %s", listed);
    return inputs;
  }

  /** The name of the gradient of an input or a parameter: PyTorch's expression for it. */
  static String gradient(String name) {
    return name + ".grad";
  }

  /** The gradients of the leaves that require one, by the names of the gradients. */
  static Map<String, double[]> gradients(Map<String, Tensor> leaves) {
    ImmutableMap.Builder<String, double[]> gradients = ImmutableMap.builder();
    leaves.forEach(
        (name, leaf) -> {
          if (leaf.requiresGrad()) {
            gradients.put(gradient(name), TrainingLog.gradient(leaf));
          }
        });
    return gradients.buildOrThrow();
  }

  /**
   * The inputs of each batch: consecutive items along the first dimension, {@code batch_size} of
   * them, or all if the case gives none.
   *
   * @throws IllegalArgumentException if inputs have different numbers of items, or none
   */
  static List<Map<String, Tensor>> batches(ParityCase parity) throws IOException {
    Map<String, Tensor> all = of(parity);
    long items = all.values().iterator().next().size(0);
    all.forEach(
        (name, x) ->
            checkArgument(
                x.rank() > 0 && x.size(0) == items && items > 0,
                "input %s of shape %s does not hold %s items, or there are none",
                name,
                Arrays.toString(x.shape()),
                items));
    boolean whole = parity.optional("/batch_size").isMissingNode();
    long size = whole ? items : parity.integer("/batch_size");
    checkArgument(size > 0, "the batch size is not positive: %s", size);
    ImmutableList.Builder<Map<String, Tensor>> batches = ImmutableList.builder();
    for (long from = 0; from < items; from += size) {
      long first = from;
      ImmutableMap.Builder<String, Tensor> batch = ImmutableMap.builder();
      all.forEach((name, x) -> batch.put(name, x.slice(0, first, Math.min(first + size, items))));
      batches.add(batch.buildOrThrow());
    }
    return batches.build();
  }
}
