package ai.miniai.nn;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * One seed gives the same bits however many processors there are, with the kernels that serve where
 * nothing else is asked for. The others multiply matrices by ND4J's operation, which does not keep
 * to it.
 */
@Tag("slow")
class ProcessorsTest {
  @Test
  void trainingsGiveTheSameBitsOnOneTwoAndEightProcessors() throws Exception {
    List<String> one = trainOn(1);

    assertThat(one).hasSizeGreaterThan(100);
    assertThat(trainOn(2)).isEqualTo(one);
    assertThat(trainOn(8)).isEqualTo(one);
  }

  /** A process of its own, since ND4J's natives ask for the number of threads but once. */
  private static List<String> trainOn(int processors) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx1g",
            "-XX:ActiveProcessorCount=" + processors,
            "-Dminiai.kernels=onednn",
            "-cp",
            System.getProperty("java.class.path"),
            TrainedBits.class.getName());
    builder.environment().put("OMP_NUM_THREADS", "" + processors);
    builder.environment().put("OPENBLAS_NUM_THREADS", "" + processors);
    Process process = builder.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output.lines().toList();
  }
}
