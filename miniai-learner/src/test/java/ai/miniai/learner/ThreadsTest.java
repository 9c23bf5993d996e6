package ai.miniai.learner;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.Sets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Any thread may make, train and use models, and results are those of the work done alone. Each
 * scenario runs in a process of its own, so that one that dies is a failed test.
 */
@Tag("slow")
class ThreadsTest {
  static Stream<Arguments> scenarios() {
    Set<ThreadStress> all = EnumSet.allOf(ThreadStress.class);
    return Sets.cartesianProduct(List.of(Set.of("onednn", "cpu", "portable"), all)).stream()
        .map(pair -> Arguments.of(pair.toArray()));
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void runsToItsEnd(String kernels, ThreadStress scenario) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-Dminiai.kernels=" + kernels,
                "-cp",
                System.getProperty("java.class.path"),
                ThreadStress.class.getName(),
                scenario.name())
            .redirectErrorStream(true)
            .start();
    String output = output(process);
    assertThat(process.waitFor()).as(output).isZero();
  }

  private static String output(Process process) throws IOException {
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
