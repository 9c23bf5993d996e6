package ai.miniai.examples;

import static org.assertj.core.api.Assertions.assertThat;

import ai.miniai.doctor.Finding;
import org.junit.jupiter.api.Test;

class Dl4jDiagnosisTest {
  @Test
  void findsThatTheLearningRateIsTooHigh() {
    assertThat(Dl4jDiagnosis.findings(1.0, 8192))
        .extracting(Finding::pattern)
        .contains("updates too large");
  }
}
