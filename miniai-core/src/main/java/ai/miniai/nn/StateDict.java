package ai.miniai.nn;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.tensor.Tensor;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Sets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Parameters and buffers taken out of a model and put back, by dotted path. */
final class StateDict {
  private StateDict() {}

  static Map<String, Tensor> copy(Map<String, Tensor> model) {
    ImmutableMap.Builder<String, Tensor> copy = ImmutableMap.builder();
    model.forEach((name, value) -> copy.put(name, value.detach()));
    return copy.buildOrThrow();
  }

  static void load(Map<String, Tensor> state, Map<String, Tensor> model) {
    List<String> differences = differences(state, model);
    checkArgument(
        differences.isEmpty(),
        "the state does not fit the model: %s",
        String.join("; ", differences));
    state.forEach(
        (name, value) -> {
          Tensor own = model.get(name);
          if (own != null) {
            own.array().assign(value.array());
          }
        });
  }

  private static List<String> differences(Map<String, Tensor> state, Map<String, Tensor> model) {
    List<String> differences = new ArrayList<>();
    for (String name : new TreeSet<>(Sets.union(model.keySet(), state.keySet()))) {
      Tensor own = model.get(name);
      Tensor given = state.get(name);
      if (own == null) {
        differences.add(name + " is not in the model");
      } else if (given == null) {
        differences.add(name + " is missing");
      } else if (!Arrays.equals(own.shape(), given.shape())) {
        differences.add(
            name
                + " has shape "
                + Arrays.toString(given.shape())
                + ", not "
                + Arrays.toString(own.shape()));
      }
    }
    return differences;
  }
}
