package ai.miniai.tensor;

import ai.miniai.tensor.Program.Input;
import ai.miniai.tensor.Program.Kind;
import ai.miniai.tensor.Program.Step;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.nd4j.linalg.api.buffer.DataType;

/** Finds a smaller program that still fails: fewer steps, smaller sizes, plainer memory. */
final class Shrinker {
  private Shrinker() {}

  static Program shrink(Program program, Predicate<Program> fails) {
    Program smallest = program;
    for (int round = 0; round < 100; round++) {
      Optional<Program> smaller =
          candidates(smallest).filter(candidate -> failsStill(candidate, fails)).findFirst();
      if (smaller.isEmpty()) {
        return smallest;
      }
      smallest = smaller.get();
    }
    return smallest;
  }

  private static boolean failsStill(Program candidate, Predicate<Program> fails) {
    try {
      return fails.test(candidate);
    } catch (RuntimeException e) { // no program any more: shapes do not fit
      return false;
    }
  }

  private static Stream<Program> candidates(Program p) {
    int steps = p.steps().size();
    Stream<Program> shorter =
        IntStream.range(1, steps).mapToObj(n -> used(p, p.steps().subList(0, n)));
    Stream<Program> later = IntStream.range(1, steps).boxed().flatMap(n -> without(p, n).stream());
    Stream<Program> sizes =
        p.inputs().stream()
            .flatMap(input -> Arrays.stream(input.shape()).boxed())
            .distinct()
            .filter(size -> size > 1)
            .flatMap(
                size ->
                    Stream.of(1L, 2L, size - 1).filter(s -> s < size).map(s -> sized(p, size, s)));
    Stream<Program> plain =
        IntStream.range(0, p.inputs().size()).boxed().flatMap(i -> plainer(p, i));
    Stream<Program> gradient =
        p.gradientOrder() == MemoryOrder.ROW_MAJOR
            ? Stream.empty()
            : Stream.of(new Program(p.inputs(), p.steps(), MemoryOrder.ROW_MAJOR));
    return Stream.of(shorter, later, sizes, plain, gradient).flatMap(s -> s);
  }

  /**
   * The program that begins at step {@code n}, which gets an input in place of what was before, if
   * that can be computed.
   */
  private static Optional<Program> without(Program p, int n) {
    try {
      long[] before = p.run(DataType.DOUBLE, null).results().get(n - 1).shape();
      return Optional.of(startingAt(n, before, p));
    } catch (RuntimeException e) {
      return Optional.empty();
    }
  }

  private static Program startingAt(int n, long[] before, Program p) {
    List<Input> inputs = new ArrayList<>(p.inputs());
    inputs.add(new Input(p.inputs().get(0).kind(), 5, MemoryOrder.ROW_MAJOR, before));
    int added = inputs.size() - 1;
    List<Step> steps =
        p.steps().subList(n, p.steps().size()).stream()
            .map(
                step ->
                    new Step(
                        step.function(),
                        step.operands().stream()
                            .map(o -> o >= 0 ? o : -o - 1 < n ? added : o + n)
                            .toList(),
                        step.numbers()))
            .toList();
    return used(new Program(inputs, steps, p.gradientOrder()), steps);
  }

  /** These steps with the inputs that they use. */
  private static Program used(Program p, List<Step> steps) {
    List<Integer> kept =
        IntStream.range(0, p.inputs().size())
            .filter(i -> steps.stream().anyMatch(step -> step.operands().contains(i)))
            .boxed()
            .toList();
    List<Step> renumbered =
        steps.stream()
            .map(
                step ->
                    new Step(
                        step.function(),
                        step.operands().stream().map(o -> o < 0 ? o : kept.indexOf(o)).toList(),
                        step.numbers()))
            .toList();
    return new Program(kept.stream().map(p.inputs()::get).toList(), renumbered, p.gradientOrder());
  }

  private static Program sized(Program p, long size, long smaller) {
    List<Input> inputs =
        p.inputs().stream()
            .map(
                x ->
                    new Input(
                        x.kind(),
                        x.seed(),
                        x.order(),
                        Arrays.stream(x.shape()).map(s -> s == size ? smaller : s).toArray()))
            .toList();
    return new Program(inputs, p.steps(), p.gradientOrder());
  }

  private static Stream<Program> plainer(Program p, int i) {
    Input x = p.inputs().get(i);
    Stream<Input> order =
        x.order() == MemoryOrder.ROW_MAJOR
            ? Stream.empty()
            : Stream.of(new Input(x.kind(), x.seed(), MemoryOrder.ROW_MAJOR, x.shape()));
    Stream<Input> values =
        x.kind() == Kind.WITH_NON_FINITE
            ? Stream.of(new Input(Kind.NORMAL, x.seed(), x.order(), x.shape()))
            : Stream.empty();
    return Stream.concat(order, values)
        .map(
            input -> {
              List<Input> inputs = new ArrayList<>(p.inputs());
              inputs.set(i, input);
              return new Program(inputs, p.steps(), p.gradientOrder());
            });
  }
}
