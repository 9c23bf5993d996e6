package ai.miniai.nn;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.tensor.MemoryScope;
import ai.miniai.tensor.Tensor;
import com.google.common.collect.ImmutableMap;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Helpers for implementing {@link Stateful}: conversion of numbers to tensors of a state dict and
 * back, and nesting of state dicts.
 */
public final class StateDicts {
  private StateDicts() {}

  /** A float64 tensor [n], outside of the batch's memory scope; n may be 0. */
  public static Tensor tensor(double... values) {
    return MemoryScope.outside( // a scope cannot hold a tensor without elements
        () ->
            values.length == 0
                ? Tensor.wrap(Nd4j.create(DataType.DOUBLE, 0))
                : Tensor.of(values, values.length));
  }

  /**
   * The numbers under {@code name}.
   *
   * @throws IllegalArgumentException if the name is missing
   */
  public static double[] values(Map<String, Tensor> state, String name) {
    return values(state, name, 0);
  }

  /**
   * The numbers under {@code name}, at least {@code least} of them.
   *
   * @throws IllegalArgumentException if there are fewer
   */
  public static double[] values(Map<String, Tensor> state, String name, int least) {
    Tensor value = get(state, name, least);
    return value.length() == 0 ? new double[0] : value.toDoubles();
  }

  /** The integers under {@code name}, at least {@code least} of them, without rounding. */
  public static long[] longs(Map<String, Tensor> state, String name, int least) {
    Tensor value = get(state, name, least);
    checkArgument(
        value.dataType() == DataType.INT64 && value.rank() <= 1,
        "\"%s\" of the state is %s %s, not a row of whole numbers: it comes from something else",
        name,
        value.dataType(),
        Arrays.toString(value.shape()));
    return value.length() == 0 ? new long[0] : value.array().toLongVector();
  }

  private static Tensor get(Map<String, Tensor> state, String name, int least) {
    Tensor value = state.get(name);
    checkArgument(
        value != null,
        "the state has no \"%s\", only %s: it comes from something else",
        name,
        state.keySet());
    checkArgument(
        value.length() >= least,
        "\"%s\" of the state has %s numbers, not %s or more: it comes from something else",
        name,
        value.length(),
        least);
    return value;
  }

  /**
   * The sums of the numbers under the same names, in float64.
   *
   * @throws IllegalArgumentException if a name is missing in {@code other}, or has another number
   *     of values
   */
  public static Map<String, Tensor> sum(Map<String, Tensor> state, Map<String, Tensor> other) {
    ImmutableMap.Builder<String, Tensor> result = ImmutableMap.builder();
    for (String name : state.keySet()) {
      double[] total = values(state, name);
      double[] added = values(other, name, total.length);
      Arrays.setAll(total, i -> total[i] + added[i]);
      result.put(name, tensor(total));
    }
    return result.buildOrThrow();
  }

  /** The same state with {@code prefix} and a dot before each name. */
  public static Map<String, Tensor> prefixed(String prefix, Map<String, Tensor> state) {
    ImmutableMap.Builder<String, Tensor> result = ImmutableMap.builder();
    state.forEach((name, value) -> result.put(prefix + "." + name, value));
    return result.buildOrThrow();
  }

  /** The inverse of {@link #prefixed}: the state that was stored with this prefix. */
  public static Map<String, Tensor> under(String prefix, Map<String, Tensor> state) {
    ImmutableMap.Builder<String, Tensor> result = ImmutableMap.builder();
    String start = prefix + ".";
    state.forEach(
        (name, value) -> {
          if (name.startsWith(start)) {
            result.put(name.substring(start.length()), value);
          }
        });
    return result.buildOrThrow();
  }

  /**
   * The same state with {@code from} at the start of names replaced by {@code to}; names that start
   * otherwise are kept. {@code renamed(state, "encoder.", "0.")} gives {@code encoder.weight} the
   * name {@code 0.weight}.
   *
   * @throws IllegalArgumentException if no name starts with {@code from}, or if two would have the
   *     same name afterwards
   */
  public static Map<String, Tensor> renamed(Map<String, Tensor> state, String from, String to) {
    checkArgument(
        state.keySet().stream().anyMatch(name -> name.startsWith(from)),
        "no name starts with \"%s\": %s",
        from,
        state.keySet());
    Map<String, Tensor> result = new LinkedHashMap<>();
    state.forEach(
        (name, value) -> {
          String other = name.startsWith(from) ? to + name.substring(from.length()) : name;
          checkArgument(
              result.put(other, value) == null, "two tensors would have the name \"%s\"", other);
        });
    return Collections.unmodifiableMap(result);
  }
}
