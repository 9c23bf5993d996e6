package ai.miniai.live;

import static org.assertj.core.api.Assertions.assertThat;

import ai.miniai.callback.Callback;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LivePageTest {
  private final List<String> told = new ArrayList<>();
  private final LivePage page = new LivePage().onAddress(told::add);

  @AfterEach
  void close() {
    page.close();
  }

  private JsonNode json(String path) throws IOException {
    Browser.Answer answer = Browser.get(page.url(), Browser.withToken(page.url(), path));
    assertThat(answer.status()).isEqualTo(200);
    return new ObjectMapper().readTree(answer.body());
  }

  @Test
  void showsAFitThatIsOver() throws IOException {
    // WHEN
    Fits.learner(6).fit(2, page);
    // THEN
    assertThat(told).containsExactly(page.url());
    JsonNode view = json("/runs/1/view");
    assertThat(view.at("/run/state").asText()).isEqualTo("finished");
    assertThat(view.at("/run/step").asInt()).isEqualTo(12);
    assertThat(view.at("/series/0/values")).hasSize(12);
    assertThat(view.at("/recordings")).hasSizeGreaterThan(3);
    assertThat(json("/runs").at("/0/state").asText()).isEqualTo("finished");
  }
}
