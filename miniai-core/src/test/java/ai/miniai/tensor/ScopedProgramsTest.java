package ai.miniai.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

/** The programs of {@link ProgramsTest} within a memory scope, whose memory is used again. */
@Tag("slow")
class ScopedProgramsTest {
  private static final int PROGRAMS = Integer.getInteger("fuzz", 300);
  private static final long FIRST = Long.getLong("fuzz.first", 0);

  @Test
  void programsInAMemoryScopeComputeWhatTheyDoOutside() {
    List<String> failures = new ArrayList<>();
    for (long seed = FIRST; seed < FIRST + PROGRAMS; seed++) {
      Program program = ProgramMaker.make(seed);
      if (program.steps().isEmpty()) {
        continue;
      }
      double[][] outside = numbers(program);
      for (int step = 0; step < 2; step++) {
        try (MemoryScope scope = MemoryScope.open()) {
          if (!Arrays.deepEquals(numbers(program), outside)) {
            failures.add("\nprogram " + seed + ", step " + step + "\n" + program);
          }
        }
      }
    }
    assertThat(failures).isEmpty();
  }

  /** The last result and the gradients. */
  private static double[][] numbers(Program program) {
    Program.Run run = program.run(DataType.FLOAT, null);
    List<double[]> numbers = new ArrayList<>(List.of(run.last().toDoubles()));
    for (Tensor gradient : run.gradients()) {
      numbers.add(gradient == null ? new double[0] : gradient.toDoubles());
    }
    return numbers.toArray(new double[0][]);
  }
}
