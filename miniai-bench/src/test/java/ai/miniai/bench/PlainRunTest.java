package ai.miniai.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class PlainRunTest {
  @Test
  void comparesAPlainJvmWithATunedOne() {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    new PlainRun(new Workload(Network.MLP, 16, false), new Race(2, new TurnLength.Steps(1)))
        .run(new PrintStream(printed, true, StandardCharsets.UTF_8));

    assertThat(printed.toString(StandardCharsets.UTF_8))
        .containsSubsequence("mlp, batch size 16", "java -cp", "./miniai", "ratio")
        .containsSubsequence("CONV_1_TO_8, forward", "ratio", "TANH, forward", "ratio")
        .doesNotContain("NaN");
  }

  @Test
  void aPlainJvmHasNoOptionsAndNothingThatTunes() {
    ProcessBuilder plain = ChildJvm.plain(OwnProgram.class, "TANH");

    assertThat(plain.command()).element(1).isEqualTo("-cp");
    assertThat(plain.command()).endsWith(OwnProgram.class.getName(), "TANH");
    assertThat(plain.environment().keySet())
        .isNotEmpty()
        .noneMatch(name -> name.matches("(G?OMP|MALLOC)_.*|GLIBC_TUNABLES"));
  }
}
