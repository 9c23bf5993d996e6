package ai.miniai.examples;

import static org.assertj.core.api.Assertions.assertThat;

import ai.miniai.doctor.Diagnosis;
import ai.miniai.doctor.Remedy;
import org.junit.jupiter.api.Test;

class Dl4jDiagnosisTest {
  @Test
  void findsThatTheLearningRateIsTooHigh() {
    Diagnosis diagnosis = Dl4jDiagnosis.diagnosis(1.0, 8192);
    assertThat(diagnosis.isSick()).isTrue();
    assertThat(diagnosis.headline().orElseThrow().remedies())
        .first()
        .extracting(Remedy::action)
        .isEqualTo(Remedy.Action.LOWER_RATE);
  }
}
