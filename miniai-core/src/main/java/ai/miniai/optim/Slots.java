package ai.miniai.optim;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.tensor.MemoryScope;
import ai.miniai.tensor.Tensor;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The state of an optimizer for each parameter: its number of steps, and arrays of its shape that
 * are initialised with zeros. Names are like {@code "0.weight.exp_avg"} and {@code
 * "0.weight.step"}.
 */
final class Slots {
  private static final String STEP = "step";

  private final Optimizer owner;
  private final ImmutableList<String> names;
  private final Map<String, Long> steps = new LinkedHashMap<>();
  private final Map<String, INDArray> arrays = new LinkedHashMap<>();

  Slots(Optimizer owner, String... names) {
    this.owner = owner;
    this.names = ImmutableList.copyOf(names);
  }

  /** Increments the step count of this parameter, and returns it. */
  long step(String parameter) {
    return steps.merge(parameter, 1L, Long::sum);
  }

  /**
   * The array of this slot, with the shape of {@code weight}. It is meant to be changed in place.
   */
  INDArray get(String parameter, String slot, INDArray weight) {
    return arrays.computeIfAbsent(
        key(parameter, slot),
        key -> MemoryScope.outside(() -> Nd4j.zeros(weight.dataType(), weight.shape())));
  }

  Map<String, Tensor> stateDict() {
    ImmutableMap.Builder<String, Tensor> state = ImmutableMap.builder();
    steps.forEach(
        (parameter, count) -> {
          state.put(key(parameter, STEP), MemoryScope.outside(() -> Tensor.of(count).reshape()));
          for (String slot : names) {
            INDArray array = arrays.get(key(parameter, slot));
            if (array != null) {
              state.put(key(parameter, slot), Tensor.wrap(array).detach());
            }
          }
        });
    return state.buildOrThrow();
  }

  /** Checks everything before changing anything. */
  void loadStateDict(Map<String, Tensor> state) {
    Map<String, Long> newSteps = new LinkedHashMap<>();
    Map<String, INDArray> newArrays = new LinkedHashMap<>();
    state.forEach(
        (key, value) -> {
          String parameter = key.substring(0, Math.max(0, key.lastIndexOf('.')));
          String slot = key.substring(key.lastIndexOf('.') + 1);
          checkArgument(
              slot.equals(STEP) || names.contains(slot),
              "%s is not known: for each parameter there are %s and %s",
              key,
              STEP,
              String.join(", ", names));
          Tensor weight = owner.parameter(parameter);
          checkArgument(
              state.containsKey(key(parameter, STEP)), "%s is missing", key(parameter, STEP));
          if (slot.equals(STEP)) {
            newSteps.put(parameter, (long) value.item());
          } else {
            check(key, value, weight);
            newArrays.put(key, value.detach().array());
          }
        });
    steps.clear();
    steps.putAll(newSteps);
    arrays.clear();
    arrays.putAll(newArrays);
  }

  private static void check(String key, Tensor value, Tensor weight) {
    checkArgument(
        Arrays.equals(value.shape(), weight.shape()) && value.dataType() == weight.dataType(),
        "%s is %s %s, but the parameter is %s %s",
        key,
        value.dataType(),
        Arrays.toString(value.shape()),
        weight.dataType(),
        Arrays.toString(weight.shape()));
  }

  private static String key(String parameter, String slot) {
    return parameter + "." + slot;
  }
}
