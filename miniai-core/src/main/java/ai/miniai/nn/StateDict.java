package ai.miniai.nn;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

import ai.miniai.tensor.Tensor;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import com.google.common.collect.Sets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Copies parameters and buffers out of a model and back, by dotted path. */
final class StateDict {
  private StateDict() {}

  static Map<String, Tensor> copy(Map<String, Tensor> model) {
    ImmutableMap.Builder<String, Tensor> copy = ImmutableMap.builder();
    IdentityHashMap<Tensor, Tensor> copies = new IdentityHashMap<>(); // tied ones are copied once
    model.forEach((name, value) -> copy.put(name, copies.computeIfAbsent(value, Tensor::detach)));
    return copy.buildOrThrow();
  }

  /** Loads what fits, and reports missing and unexpected names. */
  static IncompatibleKeys loadMatching(Map<String, Tensor> state, Map<String, Tensor> model) {
    Map<String, Tensor> known = Maps.filterKeys(state, model::containsKey);
    IdentityHashMap<Tensor, String> given = givenNames(known, model);
    Map<String, Tensor> present = Maps.filterValues(model, given::containsKey);
    load(known, present);
    return new IncompatibleKeys(
        model.keySet().stream().filter(name -> !present.containsKey(name)).toList(),
        state.keySet().stream().filter(name -> !model.containsKey(name)).sorted().toList());
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
          if (own != null && own.length() > 0) {
            own.update(array -> array.assign(value.array()));
          }
        });
  }

  private static List<String> differences(Map<String, Tensor> state, Map<String, Tensor> model) {
    List<String> differences = new ArrayList<>();
    IdentityHashMap<Tensor, String> given = givenNames(state, model);
    for (String name : new TreeSet<>(Sets.union(model.keySet(), state.keySet()))) {
      Tensor own = model.get(name);
      Tensor value = state.get(name);
      if (own == null) {
        differences.add(name + " is not in the model");
      } else if (value == null) {
        if (!given.containsKey(own)) {
          differences.add(name + " is missing");
        }
      } else if (!Arrays.equals(own.shape(), value.shape())) {
        differences.add(
            name
                + " has shape "
                + Arrays.toString(value.shape())
                + ", not "
                + Arrays.toString(own.shape()));
      } else {
        String tied = requireNonNull(given.get(own));
        if (!sameValues(value, requireNonNull(state.get(tied)))) {
          differences.add(
              name
                  + " and "
                  + tied
                  + " are one and the same in the model, but the state has different values for"
                  + " them");
        }
      }
    }
    return differences;
  }

  /**
   * For each parameter or buffer that the state has values for, the first of its names in the
   * state.
   */
  private static IdentityHashMap<Tensor, String> givenNames(
      Map<String, Tensor> state, Map<String, Tensor> model) {
    IdentityHashMap<Tensor, String> names = new IdentityHashMap<>();
    model.forEach(
        (name, value) -> {
          if (state.containsKey(name)) {
            names.putIfAbsent(value, name);
          }
        });
    return names;
  }

  /** NaN counts as equal to NaN. */
  private static boolean sameValues(Tensor one, Tensor other) {
    return one == other
        || (Arrays.equals(one.shape(), other.shape())
            && (one.length() == 0 || Arrays.equals(one.toDoubles(), other.toDoubles())));
  }
}
