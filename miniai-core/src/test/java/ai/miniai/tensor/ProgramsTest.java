package ai.miniai.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Programs made at random of all functions of tensors. {@code -Dfuzz=N} runs N of them, {@code
 * -Dfuzz.first=S} those from seed S on.
 */
@Tag("slow")
class ProgramsTest {
  private static final int PROGRAMS = Integer.getInteger("fuzz", 300);
  private static final long FIRST = Long.getLong("fuzz.first", 0);

  /** What makes a tensor or belongs to it, rather than computes one from another. */
  private static final Set<String> NO_FUNCTIONS =
      Set.of(
          "of",
          "wrap",
          "scalar",
          "zeros",
          "ones",
          "full",
          "fullLike",
          "rand",
          "randn",
          "randint",
          "bernoulli",
          "multinomial",
          "arange",
          "linspace",
          "eye",
          "grad",
          "lendGrad",
          "update",
          "requiresGrad",
          "detach");

  /** What a function returns. */
  private static final Set<Class<?>> RESULTS =
      Set.of(Tensor.class, Tensor.BatchNormalized.class, Tensor.Sorted.class, List.class);

  /** Those of whole numbers, which do on floating point numbers what those of a double do. */
  private static final Set<String> OF_WHOLE_NUMBERS =
      Set.of(
          "plus(long)",
          "minus(long)",
          "times(long)",
          "pow(long)",
          "clamp(long,long)",
          "eq(long)",
          "ne(long)",
          "lt(long)",
          "le(long)",
          "gt(long)",
          "ge(long)",
          "maskedFill(Tensor,long)");

  @Test
  void everyFunctionOfTensorsTakesPart() {
    Set<String> functions =
        Arrays.stream(Tensor.class.getMethods())
            .filter(m -> RESULTS.contains(m.getReturnType()))
            .filter(m -> !NO_FUNCTIONS.contains(m.getName()))
            .filter(m -> !Modifier.isStatic(m.getModifiers()) || m.getParameterCount() > 1)
            .map(
                m ->
                    m.getName()
                        + Arrays.stream(m.getParameterTypes())
                            .map(Class::getSimpleName)
                            .collect(Collectors.joining(",", "(", ")")))
            .filter(name -> !OF_WHOLE_NUMBERS.contains(name))
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(TensorFunction.all().keySet()).containsExactlyElementsOf(functions);
  }

  @Test
  void programsComputeWhatPlainLoopsAndFloat64Do() {
    KernelSet[] sets =
        Optional.ofNullable(System.getProperty("fuzz.kernels"))
            .map(
                name ->
                    new KernelSet[] {KernelSet.valueOf(name.toUpperCase(java.util.Locale.ROOT))})
            .orElse(KernelSet.values());
    StringBuilder failures = new StringBuilder();
    int failed = 0;
    for (long seed = FIRST;
        seed < FIRST + PROGRAMS && failed < Integer.getInteger("fuzz.most", 10);
        seed++) {
      Program program = ProgramMaker.make(seed);
      Optional<String> failure =
          program.steps().isEmpty() ? Optional.empty() : failure(program, sets);
      if (failure.isPresent()) {
        failed++;
        Program smallest = Shrinker.shrink(program, p -> ProgramCheck.failure(p, sets).isPresent());
        failures
            .append("\nprogram ")
            .append(seed)
            .append(": ")
            .append(failure(smallest, sets).orElse("sometimes only, " + failure.get()))
            .append('\n')
            .append(smallest);
      }
    }
    assertThat(failures.toString()).isEmpty();
  }

  /** All programs here can be run: what is thrown is wrong, too. */
  private static Optional<String> failure(Program program, KernelSet... sets) {
    try {
      return ProgramCheck.failure(program, sets);
    } catch (IllegalArgumentException e) {
      return Optional.of("it threw " + e);
    }
  }
}
