package ai.miniai.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class ApiTourTest {
  @RegisterExtension private final CommandLineExtension program = new CommandLineExtension();

  @Test
  void learnsSavesAndPredicts(@TempDir Path folder) {
    ApiTour.tensors();
    double accuracy = ApiTour.run(folder);

    assertThat(accuracy).isGreaterThan(0.9);
    assertThat(folder.resolve("color-dim.png")).isNotEmptyFile();
    assertThat(program.printed())
        .contains("[weight, bias]", "batch 40: loss", "[         1,         0]");
  }
}
