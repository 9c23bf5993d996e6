package ai.miniai.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KernelChoiceTest {
  private final Kernels fast = new CpuKernels();
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  private static Kernels missing() {
    throw new UnsatisfiedLinkError("no jnidnnl in java.library.path");
  }

  private Kernels choose(@Nullable String property, boolean cpu, Supplier<Kernels> oneDnn) {
    return KernelChoice.choose(
        property, cpu, oneDnn, new PrintStream(printed, true, StandardCharsets.UTF_8));
  }

  private String printed() {
    return printed.toString(StandardCharsets.UTF_8);
  }

  @Test
  void theProcessorTakesOneDnn() {
    assertThat(choose(null, true, () -> fast)).isSameAs(fast);
    assertThat(printed()).isEmpty();
  }

  @Test
  void theCardTakesThePortableOnes() {
    assertThat(choose(null, false, () -> fast)).isExactlyInstanceOf(PortableKernels.class);
  }

  @Test
  void withoutOneDnnOthersServeAndOneLineSaysSo() {
    assertThat(choose(null, true, KernelChoiceTest::missing)).isExactlyInstanceOf(CpuKernels.class);
    assertThat(printed().lines())
        .singleElement()
        .asString()
        .contains("oneDNN is not on the classpath", "no jnidnnl", "Add org.bytedeco:dnnl");
  }

  @Test
  void thePortableOnesCanBeAskedFor() {
    assertThat(choose("portable", true, () -> fast)).isExactlyInstanceOf(PortableKernels.class);
    assertThat(choose("cpu", true, () -> fast)).isExactlyInstanceOf(CpuKernels.class);
  }

  @Test
  void whoAsksForOneDnnGetsItOrAnError() {
    assertThat(choose("onednn", true, () -> fast)).isSameAs(fast);
    assertThatExceptionOfType(UnsatisfiedLinkError.class)
        .isThrownBy(() -> choose("onednn", true, KernelChoiceTest::missing));
  }

  @Test
  void anotherWishIsAnError() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> choose("fast", true, () -> fast))
        .withMessage(
            "the system property miniai.kernels may be \"onednn\", \"cpu\", \"portable\" or absent, not"
                + " \"fast\"");
  }
}
