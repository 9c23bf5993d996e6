package ai.miniai.live;

import static org.assertj.core.api.Assertions.assertThat;

import ai.miniai.doctor.DoctorCB;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class RunViewTest {
  static JsonNode json(RunFeed.Body body) throws IOException {
    return new ObjectMapper().readTree(RunFeed.json(body));
  }

  @Test
  void showsAllOfARun() throws IOException {
    DoctorCB doctor = new DoctorCB().onDiagnosis(said -> {});
    Fits.learner(6).fit(2, doctor);
    RunView view = RunView.of("1", Moment.of("two epochs", doctor.record()), 512);
    JsonNode all = json(json -> view.write(json, true));
    assertThat(all.at("/run/name").asText()).isEqualTo("two epochs");
  }
}
