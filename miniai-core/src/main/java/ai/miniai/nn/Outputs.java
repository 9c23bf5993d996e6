package ai.miniai.nn;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkState;

import ai.miniai.tensor.Tensor;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * What a forward pass returns: one tensor, or several with names, in a fixed order.
 *
 * <pre>{@code
 * final class TwoHeads extends Module {
 *   // …
 *   @Override protected Outputs forwardAll(Tensor... inputs) {
 *     Tensor features = body.call(inputs);
 *     return Outputs.of("digit", digit.call(features)).and("parity", parity.call(features));
 *   }
 * }
 * Outputs outputs = model.callAll(images);
 * outputs.get("digit");
 * }</pre>
 *
 * <p>A record of tensors is another way to give names: see {@link #of(Record)} and {@link #as}.
 */
public final class Outputs {
  /** The name of a single output that was not given one. */
  public static final String UNNAMED = "";

  private final ImmutableMap<String, Tensor> tensors;

  private Outputs(Map<String, Tensor> tensors) {
    this.tensors = ImmutableMap.copyOf(tensors);
  }

  /** One output, without a name. */
  public static Outputs of(Tensor output) {
    return new Outputs(ImmutableMap.of(UNNAMED, output));
  }

  /** Outputs named by their positions: "0", "1", … */
  public static Outputs of(List<Tensor> outputs) {
    checkArgument(
        !outputs.isEmpty(), "a forward pass has at least one output, but the list is empty");
    ImmutableMap.Builder<String, Tensor> numbered = ImmutableMap.builder();
    for (int i = 0; i < outputs.size(); i++) {
      numbered.put(Integer.toString(i), outputs.get(i));
    }
    return new Outputs(numbered.buildOrThrow());
  }

  /** Outputs by name, in the order of the map. */
  public static Outputs of(Map<String, Tensor> outputs) {
    checkArgument(
        !outputs.isEmpty(), "a forward pass has at least one output, but the map is empty");
    return new Outputs(outputs);
  }

  /** One output with a name; {@link #and} adds more. */
  public static Outputs of(String name, Tensor output) {
    return new Outputs(ImmutableMap.of(name, output));
  }

  /**
   * The components of a record, which must all be tensors, by their names.
   *
   * @throws IllegalArgumentException if one is no tensor, or null
   */
  public static Outputs of(Record outputs) {
    return new Outputs(OutputRecords.components(outputs));
  }

  /**
   * These outputs and one more.
   *
   * @throws IllegalArgumentException if there is one of this name already
   */
  public Outputs and(String name, Tensor output) {
    checkArgument(
        !tensors.containsKey(name),
        "there are two outputs named \"%s\": choose another name",
        name);
    return new Outputs(
        ImmutableMap.<String, Tensor>builder().putAll(tensors).put(name, output).buildOrThrow());
  }

  /**
   * The output of this name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public Tensor get(String name) {
    Tensor output = tensors.get(name);
    checkArgument(output != null, "there is no output named \"%s\", only %s", name, this);
    return output;
  }

  /**
   * The output at this position, from 0.
   *
   * @throws IllegalArgumentException if there is none
   */
  public Tensor get(int index) {
    checkArgument(
        index >= 0 && index < size(),
        "there is no output %s, only %s of them: %s",
        index,
        size(),
        this);
    return list().get(index);
  }

  /**
   * The output, if there is only one.
   *
   * @throws IllegalStateException if there are several
   */
  public Tensor only() {
    checkState(size() == 1, "there are %s outputs, not one: %s. Ask for one by name", size(), this);
    return list().get(0);
  }

  /** The number of outputs, at least 1. */
  public int size() {
    return tensors.size();
  }

  /** The outputs in their order. */
  public List<Tensor> list() {
    return tensors.values().asList();
  }

  /** The outputs by name, in their order. A single output may have the name {@link #UNNAMED}. */
  public Map<String, Tensor> named() {
    return tensors;
  }

  /**
   * The outputs as a record that has components of these names.
   *
   * @throws IllegalArgumentException if the record has other components
   */
  public <R extends Record> R as(Class<R> type) {
    return OutputRecords.record(type, this);
  }

  /** Outputs of the same names, computed from each. */
  public Outputs map(BiFunction<? super String, ? super Tensor, Tensor> function) {
    ImmutableMap.Builder<String, Tensor> mapped = ImmutableMap.builder();
    tensors.forEach((name, output) -> mapped.put(name, function.apply(name, output)));
    return new Outputs(mapped.buildOrThrow());
  }

  /** The names and shapes, such as "output [2, 3], h [1, 3]". */
  @Override
  public String toString() {
    return tensors.entrySet().stream()
        .map(one -> (one.getKey() + " " + Arrays.toString(one.getValue().shape())).strip())
        .collect(ImmutableList.toImmutableList())
        .toString()
        .replaceAll("^\\[|\\]$", "");
  }
}
