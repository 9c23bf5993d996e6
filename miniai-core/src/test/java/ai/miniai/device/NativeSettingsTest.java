package ai.miniai.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.miniai.io.Safetensors;
import ai.miniai.random.Seed;
import ai.miniai.tensor.MemoryScope;
import ai.miniai.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.factory.Nd4j;

/** What a program started by {@code java -cp} alone sets for ND4J's natives. */
@Tag("slow")
class NativeSettingsTest {
  private static final String WARNING = "GOMP_SPINCOUNT=2000 in the environment";

  private final Map<String, String> set = new HashMap<>();
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final PrintStream warnings = new PrintStream(printed, true, StandardCharsets.UTF_8);

  private String printed() {
    return printed.toString(StandardCharsets.UTF_8);
  }

  @Test
  void setsHowLongThreadsSpin() {
    NativeSettings.settle(Map.of("PATH", "/bin"), () -> false, set::put, warnings);

    assertThat(set).containsExactly(Map.entry("GOMP_SPINCOUNT", "2000"));
    assertThat(printed()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"GOMP_SPINCOUNT", "OMP_WAIT_POLICY"})
  void leavesAnEnvironmentAloneThatSaysHowThreadsWait(String variable) {
    NativeSettings.settle(Map.of(variable, ""), () -> true, set::put, warnings);

    assertThat(set).isEmpty();
    assertThat(printed()).isEmpty();
  }

  @Test
  void saysThatItIsTooLateWhereOpenMpIsLoaded() {
    NativeSettings.settle(Map.of(), () -> true, set::put, warnings);

    assertThat(set).isEmpty();
    assertThat(printed())
        .startsWith("miniai: ND4J was loaded before miniai")
        .contains("Device.prepare()", WARNING)
        .hasLineCount(1);
  }

  @Test
  void saysWhatToAddWhereTheEnvironmentCannotBeChanged() {
    NativeSettings.settle(
        Map.of(),
        () -> false,
        (name, value) -> {
          throw new UnsatisfiedLinkError("no jnijavacpp in java.library.path");
        },
        warnings);

    assertThat(printed()).contains("no jnijavacpp", WARNING).hasLineCount(1);
  }

  /** A program that begins with a class of ours, or with ND4J's. */
  enum Beginning {
    TENSOR {
      @Override
      void run() {
        assertThat(Tensor.ones(2).sum().item()).isEqualTo(2);
      }
    },
    SEED {
      @Override
      void run() {
        Seed.set(1);
      }
    },
    SCOPE {
      @Override
      void run() {
        MemoryScope.open().close();
      }
    },
    DEVICE {
      @Override
      void run() {
        assertThat(Device.current().threads()).isPositive();
      }
    },
    WEIGHTS {
      @Override
      void run() throws IOException {
        assertThat(Safetensors.read(Path.of(System.getProperty("weights")))).isNotNull();
      }
    },
    PREPARED {
      @Override
      void run() {
        Device.prepare();
        assertThat(Nd4j.ones(2).sumNumber().intValue()).isEqualTo(2);
        Seed.set(1);
      }
    },
    ND4J {
      @Override
      void run() {
        assertThat(Nd4j.ones(2).sumNumber().intValue()).isEqualTo(2);
        Seed.set(1);
      }
    };

    abstract void run() throws IOException;

    public static void main(String... arguments) throws IOException {
      valueOf(arguments[0]).run();
    }
  }

  /**
   * Runs a program in a JVM of its own, without the environment of this one.
   *
   * @return what it printed, and what OpenMP said of its settings when it was loaded
   */
  private static String run(Beginning beginning, Map<String, String> environment, Path folder)
      throws Exception {
    // the settings are those of libgomp, which ND4J uses on Linux alone
    assumeTrue(System.getProperty("os.name").equals("Linux"), "other systems have no libgomp");
    Path weights = folder.resolve("weights.safetensors");
    Safetensors.of(Map.of("weight", Tensor.ones(2))).write(weights);
    Path output = folder.resolve("output");
    ProcessBuilder child =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx256m",
                    "-Dweights=" + weights,
                    "-cp",
                    System.getProperty("java.class.path"),
                    Beginning.class.getName(),
                    beginning.name()))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    child.environment().keySet().removeIf(name -> name.matches("G?OMP_.*"));
    child.environment().put("OMP_DISPLAY_ENV", "verbose");
    child.environment().putAll(environment);
    int exit = child.start().waitFor();
    String printed = Files.readString(output);
    assertThat(exit).as(printed).isZero();
    return printed;
  }

  @ParameterizedTest
  @ValueSource(strings = {"TENSOR", "SEED", "SCOPE", "DEVICE", "WEIGHTS", "PREPARED"})
  void openMpFindsTheSettingWhateverComesFirst(Beginning beginning, @TempDir Path folder)
      throws Exception {
    assertThat(run(beginning, Map.of(), folder))
        .contains("GOMP_SPINCOUNT = '2000'")
        .doesNotContain(WARNING);
  }

  @Test
  void openMpFindsWhatTheUserHasSet(@TempDir Path folder) throws Exception {
    assertThat(run(Beginning.TENSOR, Map.of("GOMP_SPINCOUNT", "77"), folder))
        .contains("GOMP_SPINCOUNT = '77'")
        .doesNotContain(WARNING);
  }

  @Test
  void aProgramThatBeginsWithNd4jIsToldOnce(@TempDir Path folder) throws Exception {
    assertThat(run(Beginning.ND4J, Map.of(), folder))
        .doesNotContain("GOMP_SPINCOUNT = '2000'")
        .containsOnlyOnce(WARNING);
  }
}
