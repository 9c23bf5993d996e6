package ai.miniai.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class RehearseCommandTest {
  @RegisterExtension private final CommandLineExtension miniai = new CommandLineExtension();
  @TempDir private Path folder;

  @Test
  void drawsALessonWithoutData() {
    int exit = miniai.run("rehearse", folder.toString());

    assertThat(exit).isZero();
    assertThat(folder.resolve("color-dim.png")).isNotEmptyFile();
    assertThat(folder.resolve("stats.json")).isNotEmptyFile();
  }

  @Test
  void isForTheLauncherOnly() {
    miniai.run("--help");

    assertThat(miniai.printed()).contains("lesson").doesNotContain("rehearse");
  }
}
