package ai.miniai.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class KernelChoiceTest {
  @Test
  void theProcessorDecides() {
    assertThat(KernelChoice.choose(null, true)).isInstanceOf(CpuKernels.class);
    assertThat(KernelChoice.choose(null, false)).isExactlyInstanceOf(PortableKernels.class);
  }

  @Test
  void thePortableOnesCanBeAskedFor() {
    assertThat(KernelChoice.choose("portable", true)).isExactlyInstanceOf(PortableKernels.class);
  }

  @Test
  void anotherWishIsAnError() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KernelChoice.choose("fast", true))
        .withMessage(
            "the system property miniai.kernels may be \"portable\" or absent, not \"fast\"");
  }
}
