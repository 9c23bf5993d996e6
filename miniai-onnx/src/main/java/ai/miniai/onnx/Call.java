package ai.miniai.onnx;

import static java.util.Objects.requireNonNull;

import ai.miniai.tensor.Trace;
import java.util.List;
import java.util.stream.IntStream;

/** A function that ran in both runs, with the settings it had. */
record Call(Trace.Step small, Trace.Step large, List<Twin> inputs, List<Twin> outputs) {
  String function() {
    return small.function();
  }

  String where() {
    return small.where();
  }

  Twin input(int i) {
    return inputs.get(i);
  }

  Twin output() {
    return outputs.get(0);
  }

  private Object setting(String name) {
    Object one = requireNonNull(small.settings().get(name));
    if (!one.equals(large.settings().get(name))) {
      throw new Untranslatable(
          "depends on the batch, with %s %s for one batch and %s for another"
              .formatted(name, one, large.settings().get(name)));
    }
    return one;
  }

  String text(String name) {
    return (String) setting(name);
  }

  boolean is(String name) {
    return (Boolean) setting(name);
  }

  double real(String name) {
    return ((Number) setting(name)).doubleValue();
  }

  long number(String name) {
    return ((Number) setting(name)).longValue();
  }

  /** A size, which may follow the batch. */
  Size size(String name) {
    return Size.of(
        ((Number) requireNonNull(small.settings().get(name))).longValue(),
        ((Number) requireNonNull(large.settings().get(name))).longValue());
  }

  List<Long> numbers(String name) {
    return ((List<?>) setting(name)).stream().map(n -> ((Number) n).longValue()).toList();
  }

  /** Like {@link #numbers}, one for each of {@code sides} if there is one for all. */
  List<Long> sides(String name, int sides) {
    List<Long> given = numbers(name);
    return given.size() == sides
        ? given
        : IntStream.range(0, sides).mapToObj(i -> given.get(0)).toList();
  }

  /** A dimension of the first input, from 0. */
  long dim(String name) {
    return fromZero(number(name));
  }

  /** Dimensions of the first input, from 0; all of them if none is given. */
  List<Long> dims(String name) {
    List<Long> given = numbers(name);
    return given.isEmpty()
        ? IntStream.range(0, input(0).rank()).mapToObj(d -> (long) d).toList()
        : given.stream().map(this::fromZero).toList();
  }

  private long fromZero(long dim) {
    return dim < 0 ? dim + input(0).rank() : dim;
  }
}
