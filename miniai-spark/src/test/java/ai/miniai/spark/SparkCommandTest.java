package ai.miniai.spark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands run on a cluster of their own, on a small part of the data. */
@Timeout(600)
class SparkCommandTest {
  private static List<String> lines(String arguments) throws IOException {
    PrintStream before = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, UTF_8));
    try {
      assertThat(SparkCommand.run(List.of(arguments.split(" ", -1)))).isTrue();
    } finally {
      System.setOut(before);
    }
    return printed.toString(UTF_8).lines().toList();
  }

  /** 8 steps of 1,024 images reach more than chance: 0.1. */
  @Test
  @EnabledForJreRange(max = JRE.JAVA_23, disabledReason = LocalCluster.NEEDS)
  void theLessonTrains() throws IOException {
    List<String> lines = lines("lesson --workers 2 --epochs 4 --limit 2048");
    assertThat(lines).hasSize(9);
    assertThat(lines.get(7)).contains("epoch: 3, train: eval");
    assertThat(accuracy(lines.get(7))).isGreaterThan(0.3);
    assertThat(lines.get(8)).matches("the parameters of all ranks: [0-9a-f]{32}");
  }

  private static double accuracy(String row) {
    return Double.parseDouble(row.replaceFirst(".*accuracy: ([0-9.]+),.*", "$1"));
  }

  @Test
  @EnabledForJreRange(max = JRE.JAVA_23, disabledReason = LocalCluster.NEEDS)
  void theCostIsMeasuredForBothNetworks() throws IOException {
    List<String> lines = lines("cost --rounds 1");
    assertThat(lines).hasSize(8);
    assertThat(lines.get(0)).isEqualTo("lesson network, 30,282 parameters, batches of 1,024:");
    assertThat(lines.get(1)).matches("  exchange +[0-9.]+ ms \\(quartiles .* of 10\\)");
    assertThat(lines.get(4)).isEqualTo("large network, 1,203,242 parameters, batches of 64:");
    assertThat(lines.get(7)).startsWith("  overlapping");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "train", "lesson --workers 0", "lesson --epochs", "cost --rounds x"})
  void whatIsNotUnderstoodDoesNotRun(String arguments) throws IOException {
    assertThat(SparkCommand.run(List.of(arguments.split(" ", -1)))).isFalse();
  }
}
