package ai.miniai.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.miniai.array.Shapes;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;

/** The programs of {@link ProgramsTest} against PyTorch, where it is installed; in float64. */
@Tag("slow")
class PyTorchProgramsTest {
  private static final int PROGRAMS = Integer.getInteger("fuzz", 300);
  private static final long FIRST = Long.getLong("fuzz.first", 0);

  /**
   * Functions of which PyTorch makes NaN of some infinities that stay here: it multiplies them by
   * weights of 0, or folds bias and mean into one number.
   */
  private static final Set<String> NAN_OF_INFINITY =
      Set.of(
          "upsampleBilinear(int)",
          "batchNorm(Tensor,Tensor,double)",
          "batchNorm(Tensor,Tensor,Tensor,Tensor,double)");

  @TempDir Path folder;

  @Test
  void programsComputeWhatPyTorchDoes() throws Exception {
    // PyTorch need not be installed: the comparison is skipped with one line that says so
    assumeTrue(
        PyTorch.isInstalled(),
        PyTorch.PYTHON + " has no PyTorch: programs are not compared with it");
    List<Program> programs =
        LongStream.range(FIRST, FIRST + PROGRAMS)
            .mapToObj(ProgramMaker::make)
            .filter(program -> !program.steps().isEmpty())
            .toList();

    JsonNode answers = PyTorch.run(programs, folder);

    List<String> failures = new ArrayList<>();
    for (int i = 0; i < programs.size(); i++) {
      if (!answers.get(i).isNull()) {
        Program program = programs.get(i);
        difference(program, answers.get(i))
            .ifPresent(text -> failures.add("\n" + text + "\n" + program));
      }
    }
    assertThat(failures).isEmpty();
  }

  private static Optional<String> difference(Program program, JsonNode answer) {
    Program.Run run = program.run(DataType.DOUBLE, null);
    List<Program.Run> near = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      near.add(program.run(DataType.DOUBLE, new Random(i)));
    }
    long[] shape = new long[answer.get("shape").size()];
    Arrays.setAll(shape, d -> answer.get("shape").get(d).asLong());
    if (!Arrays.equals(shape, run.last().shape())) {
      return Optional.of(
          "shape " + Shapes.text(run.last().shape()) + ", not " + Arrays.toString(shape));
    }
    double[] values = run.last().toDoubles();
    double[] expected = PyTorch.values(answer.get("values"));
    if (program.steps().stream().anyMatch(step -> NAN_OF_INFINITY.contains(step.function()))) {
      Arrays.setAll(
          values,
          i -> Double.isNaN(expected[i]) && Double.isInfinite(values[i]) ? Double.NaN : values[i]);
    }
    Optional<String> wrong =
        ProgramCheck.compare(
            "the result",
            values,
            expected,
            near.stream().map(r -> r.last().toDoubles()).toList(),
            DataType.DOUBLE);
    boolean finite =
        program.inputs().stream().noneMatch(x -> x.kind() == Program.Kind.WITH_NON_FINITE)
            && Arrays.stream(expected).allMatch(Double::isFinite);
    for (int i = 0; wrong.isEmpty() && finite && i < program.inputs().size(); i++) {
      int input = i;
      JsonNode gradient = answer.get("gradients").get(i);
      if (!gradient.isNull()) {
        wrong =
            ProgramCheck.compare(
                "the gradient of input " + i,
                run.gradients().get(i).toDoubles(),
                PyTorch.values(gradient),
                near.stream().map(r -> r.gradients().get(input).toDoubles()).toList(),
                DataType.DOUBLE);
      }
    }
    return wrong;
  }
}
