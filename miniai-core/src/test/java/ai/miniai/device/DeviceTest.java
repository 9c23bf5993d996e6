package ai.miniai.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeviceTest {
  @Test
  void theDeviceOfTheseTestsIsTheCpu() {
    Device device = Device.current();

    assertThat(device.kind()).isEqualTo(Device.Kind.CPU);
    assertThat(device.computeCapability()).isEmpty();
    assertThat(device.toString()).matches("CPU \\(OpenBLAS, \\d+ threads?\\)");
  }

  @Test
  void aCpuIsNamedByItsLibraryAndThreads() {
    Properties environment = new Properties();
    environment.put("backend", "CPU");
    environment.put("blas.vendor", "OPENBLAS");
    environment.put("omp.threads", 2);

    assertThat(Device.of(environment)).hasToString("CPU (OpenBLAS, 2 threads)");
  }

  @Test
  void aCardIsNamedByItsModelAndGeneration() {
    Device device = Device.of(cuda("NVIDIA A10", 8L, 6L));

    assertThat(device).isEqualTo(new Device(Device.Kind.CUDA, "NVIDIA A10", 4, Optional.of("8.6")));
    assertThat(device).hasToString("CUDA (NVIDIA A10, compute capability 8.6)");
  }

  @Test
  void cudaWithoutACardIsAnErrorThatSaysWhatToDo() {
    Properties environment = cuda("", 0, 0);
    environment.put("cuda.devicesInformation", List.of());

    assertThatIllegalStateException()
        .isThrownBy(() -> Device.of(environment))
        .withMessageContaining("finds no card")
        .withMessageContaining("--device cpu");
  }

  @ParameterizedTest
  @CsvSource({"3, 7", "5, 0", "6, 1", "7, 5", "8, 0", "8, 9"})
  void ofTheseGenerationsThereIsCode(int major, int minor) {
    assertThat(new ComputeCapability(major, minor).isSupported()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"3, 5", "9, 0", "10, 0", "12, 0"})
  void ofTheseGenerationsThereIsNone(int major, int minor) {
    assertThat(new ComputeCapability(major, minor).isSupported()).isFalse();
  }

  @Test
  void aCardThatIsTooNewIsAnErrorThatSaysWhatToDo() {
    assertThatIllegalStateException()
        .isThrownBy(() -> ComputeCapability.of("9.0").checkSupported())
        .withMessage(
            "this card has compute capability 9.0, but ND4J 1.0.0-M2.1's CUDA backend has code for"
                + " 3.7 to 8.9; run on the CPU (--device cpu)");
  }

  @Test
  void withoutABackendTheErrorSaysWhichArtifactToAdd() throws Exception {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader noBackend = classpathWithout("nd4j-native")) {
      thread.setContextClassLoader(noBackend);
      Class<?> device = noBackend.loadClass(Device.class.getName());

      for (int attempt = 1; attempt <= 2; attempt++) { // the second fails in another way inside
        Assertions.assertThatExceptionOfType(InvocationTargetException.class)
            .isThrownBy(() -> device.getMethod("current").invoke(null))
            .havingCause()
            .isInstanceOf(IllegalStateException.class)
            .withMessageContaining("org.nd4j:nd4j-native")
            .withMessageContaining("linux-x86_64-onednn")
            .withMessageContaining("org.nd4j:nd4j-cuda-11.6");
      }
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private static URLClassLoader classpathWithout(String artifact) {
    URL[] urls =
        Arrays.stream(
                System.getProperty("java.class.path")
                    .split(Pattern.quote(java.io.File.pathSeparator)))
            .filter(entry -> !entry.contains(artifact))
            .map(DeviceTest::url)
            .toArray(URL[]::new);
    return new URLClassLoader(urls, ClassLoader.getPlatformClassLoader());
  }

  private static URL url(String path) {
    try {
      return Path.of(path).toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static Properties cuda(String name, long major, long minor) {
    Properties environment = new Properties();
    environment.put("backend", "CUDA");
    environment.put("omp.threads", 4);
    environment.put(
        "cuda.devicesInformation",
        List.of(
            Map.of("cuda.deviceName", name, "cuda.deviceMajor", major, "cuda.deviceMinor", minor)));
    return environment;
  }
}
