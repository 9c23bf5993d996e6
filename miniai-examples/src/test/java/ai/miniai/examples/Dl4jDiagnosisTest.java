package ai.miniai.examples;

import static org.assertj.core.api.Assertions.assertThat;

import ai.miniai.doctor.Pattern;
import org.junit.jupiter.api.Test;

class Dl4jDiagnosisTest {
  @Test
  void findsThatTheLearningRateIsTooHigh() {
    assertThat(Dl4jDiagnosis.diagnosis(1.0, 8192).finding(Pattern.UPDATES_TOO_LARGE)).isPresent();
  }
}
