package ai.miniai.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Cases that PyTorch computes now, where it is installed, from other random numbers. */
@Tag("slow")
class ParityPyTorchTest {
  private static final String PYTHON = System.getProperty("python", "/usr/bin/python3");
  private static final Path SCRIPT =
      Path.of("src", "test", "resources", "parity", "cases.py").toAbsolutePath();
  private static final long SEED = Long.getLong("fuzz.first", 1);

  @RegisterExtension private final CommandLineExtension miniai = new CommandLineExtension();
  @TempDir private Path folder;

  private static int python(String... arguments) throws InterruptedException {
    List<String> command = new ArrayList<>(List.of(PYTHON));
    command.addAll(List.of(arguments));
    try {
      return new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException noPython) {
      return 1;
    }
  }

  @Test
  void newCasesAgreeWithPyTorch() throws Exception {
    // PyTorch need not be installed: the comparison is skipped with one line that says so
    assumeTrue(
        python("-c", "import torch") == 0,
        PYTHON + " has no PyTorch: no new parity cases are compared with it");
    assertThat(python("" + SCRIPT, "" + folder, "" + SEED)).isZero();
    List<String> command = new ArrayList<>(List.of("parity"));
    command.addAll(ParityFormsTest.cases(folder));

    int exit = miniai.run(command.toArray(new String[0]));

    assertThat(miniai.errors()).isEmpty();
    assertThat(miniai.printed()).contains("lstm-classifier").doesNotContain("FAIL");
    assertThat(exit).isZero();
  }
}
