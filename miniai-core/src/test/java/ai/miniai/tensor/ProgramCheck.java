package ai.miniai.tensor;

import ai.miniai.array.Shapes;
import ai.miniai.kernels.KernelChoice;
import ai.miniai.tensor.Program.Kind;
import ai.miniai.tensor.Program.Run;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Whether a program computes what it should: in float32 what it does in float64, forward and
 * backward, on each set of kernels; each step what plain loops make of the same operands; and, if
 * it is small, gradients that are those of differences.
 *
 * <p>How far float32 may be off follows from what becomes of float64 if all that is computed on the
 * way is changed by millionths ({@link Jitter}); and if that is not enough, since functions lose
 * digits inside, from what becomes of float32 so.
 */
final class ProgramCheck {
  private static final int JITTERS = 3;
  private static final int NARROW_JITTERS = 6;

  /** What is tolerated of the largest difference between runs with noise. */
  private static final int NOISES = 30;

  private static final Set<String> ENDING_AT_ONE = Set.of("sigmoid()", "tanh()", "softmax(int)");
  private static final double LARGE = 1e12;
  private static final double H = 1e-5;

  private final Program program;
  private final KernelSet[] sets;

  private ProgramCheck(Program program, KernelSet... sets) {
    this.program = program;
    this.sets = sets;
  }

  /** What is wrong, or nothing. The kernels in use change. */
  static Optional<String> failure(Program program, KernelSet... sets) {
    try {
      return new ProgramCheck(program, sets).failure();
    } catch (IllegalArgumentException e) {
      throw e; // not a program
    } catch (RuntimeException e) {
      return Optional.of("it threw " + e);
    } finally {
      KernelChoice.use(KernelChoice.CHOSEN);
    }
  }

  private Optional<String> failure() {
    KernelSet.PORTABLE.use();
    Run exact = program.run(DataType.DOUBLE, null);
    List<Run> jittered = new ArrayList<>();
    for (int i = 0; i < JITTERS; i++) {
      jittered.add(program.run(DataType.DOUBLE, new Random(i)));
    }
    boolean outside =
        exact.results().stream().anyMatch(ProgramCheck::isOutsideOfFloat32)
            || losesDigits(exact)
            || padsNonFiniteConvolutions()
            || scalesGroupsByNonFinite();
    for (KernelSet set : sets) {
      set.use();
      for (DataType type : new DataType[] {DataType.FLOAT, DataType.DOUBLE}) {
        Run run = program.run(type, null);
        Optional<String> wrong = steps(run, type);
        if (wrong.isEmpty() && !outside) {
          wrong = whole(run, List.of(), exact, jittered);
        }
        if (wrong.isPresent() && !outside && steps(run, type).isEmpty()) {
          wrong = whole(run, jittered(type), exact, jittered);
        }
        if (wrong.isPresent()) {
          return wrong.map(text -> text + "\n  in " + type + " on " + set);
        }
      }
    }
    return outside || withholdsGradient() ? Optional.empty() : differences(exact);
  }

  /** The row for padding gets no gradient, though the result depends on it. */
  private boolean withholdsGradient() {
    return program.steps().stream()
        .anyMatch(step -> step.function().equals("embedding(Tensor,long)"));
  }

  /**
   * Whether float32 has few digits of what decides: of (1 + tanh u) in GELU of far numbers, or of
   * (1 − y) in the gradients of curves that end at 1.
   */
  private boolean losesDigits(Run exact) {
    return IntStream.range(0, program.steps().size())
        .anyMatch(
            i -> {
              String function = program.steps().get(i).function();
              DoubleStream values = Arrays.stream(exact.results().get(i).toDoubles());
              return function.startsWith("gelu")
                  ? values.anyMatch(v -> v < 0 && v > -1e-2)
                  : ENDING_AT_ONE.contains(function) && values.anyMatch(v -> Math.abs(v) > 0.999);
            });
  }

  /**
   * Whether a normalisation of groups has weights that are infinite: its gradient is a difference
   * of sums, and the order of adding decides where that is NaN.
   */
  private boolean scalesGroupsByNonFinite() {
    return program.steps().stream()
        .filter(step -> step.function().startsWith("groupNorm"))
        .mapToInt(step -> step.operands().get(1))
        .anyMatch(i -> i >= 0 && program.inputs().get(i).kind() == Kind.WITH_NON_FINITE);
  }

  private boolean padsNonFiniteConvolutions() {
    return padsConvolutions()
        && program.inputs().stream().anyMatch(x -> x.kind() == Kind.WITH_NON_FINITE);
  }

  private List<Run> jittered(DataType type) {
    return LongStream.range(0, NARROW_JITTERS)
        .mapToObj(i -> program.run(type, new Random(i)))
        .toList();
  }

  /** Whether a number is so large or so small that float32 may make infinity or 0 of it. */
  private static boolean isOutsideOfFloat32(Tensor x) {
    return Arrays.stream(x.toDoubles())
        .map(Math::abs)
        .anyMatch(v -> Double.isFinite(v) && (v > LARGE || (v > 0 && v < 1e-30)));
  }

  // ---------------------------------------------------------------- each step

  private Optional<String> steps(Run run, DataType type) {
    for (int i = 0; i < program.steps().size(); i++) {
      Program.Step step = program.steps().get(i);
      TensorFunction.Naive naive = TensorFunction.named(step.function()).naive();
      boolean overflows =
          type == DataType.FLOAT
              && run.operands().get(i).stream().anyMatch(ProgramCheck::isOutsideOfFloat32);
      if (naive == null || overflows) {
        continue;
      }
      List<NaiveArray> operands = run.operands().get(i).stream().map(NaiveArray::of).toList();
      NaiveArray expected = naive.apply(operands, step.numbers());
      List<double[]> near = new ArrayList<>();
      for (int k = 0; k < JITTERS; k++) {
        near.add(naive.apply(jittered(operands, new Random(k)), step.numbers()).values());
      }
      Tensor result = run.results().get(i);
      if (!Arrays.equals(NaiveArray.of(result).shape(), expected.shape())) {
        return Optional.of(
            "step "
                + i
                + " has shape "
                + Shapes.text(result.shape())
                + ", not "
                + Arrays.toString(expected.shape()));
      }
      double[] actual = result.toDoubles();
      if (padsConvolutions()) {
        for (int k = 0; k < actual.length; k++) {
          actual[k] = Double.isFinite(expected.values()[k]) ? actual[k] : expected.values()[k];
        }
      }
      Optional<String> wrong =
          compare(
              "step " + i + " (" + step.function() + ") against plain loops",
              actual,
              expected.values(),
              near,
              type);
      if (wrong.isPresent()) {
        return wrong;
      }
    }
    return Optional.empty();
  }

  private static List<NaiveArray> jittered(List<NaiveArray> arrays, Random random) {
    return arrays.stream()
        .map(
            x ->
                new NaiveArray(
                    Arrays.stream(x.values())
                        .map(
                            v ->
                                v == Math.rint(v)
                                    ? v
                                    : v * (1 + Jitter.SIZE * random.nextGaussian()))
                        .toArray(),
                    x.shape()))
        .toList();
  }

  // ---------------------------------------------------------------- the whole

  /** {@code near}: runs whose numbers differ from those of {@code run} by noise. */
  private Optional<String> whole(Run run, List<Run> near, Run exact, List<Run> jittered) {
    Optional<String> wrong =
        compare("the result", r -> r.last().toDoubles(), run, near, exact, jittered);
    for (int i = 0; wrong.isEmpty() && i < program.inputs().size(); i++) {
      int input = i;
      Tensor expected = exact.gradients().get(i);
      Tensor actual = run.gradients().get(i);
      if ((expected == null) != (actual == null)) {
        return Optional.of("the gradient of input " + i + " is " + actual);
      }
      if (expected != null) {
        wrong =
            compare(
                "the gradient of input " + i,
                r -> r.gradients().get(input).toDoubles(),
                run,
                near,
                exact,
                jittered);
      }
    }
    return wrong;
  }

  private Optional<String> compare(
      String what,
      Function<Run, double[]> part,
      Run run,
      List<Run> near,
      Run exact,
      List<Run> jittered) {
    double[] actual = part.apply(run);
    double[] expected = part.apply(exact);
    double noise = near.stream().mapToDouble(r -> spread(part.apply(r), actual)).max().orElse(0);
    for (int i = 0; i < actual.length; i++) {
      boolean ofPadding =
          padsConvolutions() && !(Double.isFinite(actual[i]) && Double.isFinite(expected[i]));
      if (ofPadding || Math.abs(actual[i] - expected[i]) <= NOISES * noise) {
        actual[i] = expected[i];
      }
    }
    return compare(
        what + " against float64",
        actual,
        expected,
        jittered.stream().map(part).toList(),
        run.last().dataType());
  }

  /** Whether NaN may come of padding: some kernels multiply weights by its zeros. */
  private boolean padsConvolutions() {
    return program.steps().stream()
        .filter(step -> step.function().startsWith("conv"))
        .anyMatch(step -> padding(step) > 0);
  }

  /** Where each side has numbers of its own, the padding comes after two strides. */
  private static double padding(Program.Step step) {
    double[] n = step.numbers();
    return step.function().contains("int[]") ? n[2] + n[3] : n[1];
  }

  private static double spread(double[] some, double[] others) {
    return IntStream.range(0, some.length)
        .mapToDouble(i -> Math.abs(some[i] - others[i]))
        .filter(Double::isFinite)
        .max()
        .orElse(0);
  }

  /** Where an expectation is a matter of digits that float32 does not have, nothing is compared. */
  static Optional<String> compare(
      String what, double[] actual, double[] expected, List<double[]> near, DataType type) {
    if (actual.length != expected.length) {
      return Optional.of(what + ": " + actual.length + " values, not " + expected.length);
    }
    double scale = 0;
    double spread = 0;
    for (int i = 0; i < expected.length; i++) {
      if (Double.isFinite(expected[i])) {
        scale = Math.max(scale, Math.abs(expected[i]));
        for (double[] other : near) {
          spread =
              Double.isFinite(other[i])
                  ? Math.max(spread, Math.abs(other[i] - expected[i]))
                  : spread;
        }
      }
    }
    double tolerance =
        NOISES * spread + (type == DataType.DOUBLE ? 1e-9 : 1e-5) * Math.max(scale, 1e-3);
    for (int i = 0; i < expected.length; i++) {
      int at = i;
      boolean unsure =
          near.stream().anyMatch(o -> Double.isFinite(o[at]) != Double.isFinite(expected[at]));
      if (!same(actual[i], expected[i], tolerance, type) && !unsure) {
        return Optional.of(
            String.format(
                "%s: %s instead of %s at %s of %s (tolerance %.1e)",
                what, actual[i], expected[i], i, expected.length, tolerance));
      }
    }
    return Optional.empty();
  }

  private static boolean same(double actual, double expected, double tolerance, DataType type) {
    if (type == DataType.FLOAT && Math.abs(expected) > Float.MAX_VALUE) {
      return Double.compare(actual, (float) expected) == 0;
    }
    return Double.isFinite(expected)
        ? Math.abs(actual - expected) <= tolerance
        : Double.compare(actual, expected) == 0;
  }

  // ---------------------------------------------------------------- differences

  private Optional<String> differences(Run exact) {
    boolean small =
        program.inputs().stream().allMatch(input -> input.kind() != Kind.WITH_NON_FINITE)
            && program.inputs().stream().mapToInt(input -> input.values().length).sum() <= 16;
    if (!small || !exact.last().requiresGrad()) {
      return Optional.empty();
    }
    for (int i = 0; i < program.inputs().size(); i++) {
      Tensor gradient = exact.gradients().get(i);
      if (gradient == null) {
        continue;
      }
      double[] actual = gradient.toDoubles();
      for (int at = 0; at < actual.length; at++) {
        double middle = weighted(i, at, 0);
        double above = (weighted(i, at, H) - middle) / H;
        double below = (middle - weighted(i, at, -H)) / H;
        double expected = (above + below) / 2;
        boolean smooth =
            Math.abs(above - below) <= 1e-2 * Math.max(1, Math.abs(expected))
                && Math.abs(middle) < 1e4;
        if (smooth && Math.abs(actual[at] - expected) > 2e-2 * Math.max(1, Math.abs(expected))) {
          return Optional.of(
              String.format(
                  "the gradient of input %s at %s is %s, but differences say %s",
                  i, at, actual[at], expected));
        }
      }
    }
    return Optional.empty();
  }

  /** The weighted sum of the last result, one value of an input being moved. */
  private double weighted(int input, int at, double by) {
    Tensor last = program.moved(input, at, by);
    double[] weights = Program.seed(last.shape());
    double[] values = last.toDoubles();
    double sum = 0;
    for (int i = 0; i < values.length; i++) {
      sum += weights[i] * values[i];
    }
    return sum;
  }
}
