package ai.miniai.live.browser;

import static org.assertj.core.api.Assertions.assertThat;

import ai.miniai.live.LivePage;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Browsers that must not see the training. */
@ExtendWith(SharedChromium.class)
final class StrangersTest {
  private final LivePage live = new LivePage().onAddress(url -> {});
  private URI address = URI.create("http://localhost");

  @BeforeEach
  void train() {
    Trainings.learner(3, 5, 0.1).fit(1, live);
    address = URI.create(live.url());
  }

  @AfterEach
  void close(Chromium page) {
    page.leave().complaints();
    live.close();
  }

  /** {@code localhost} itself may be asked for; any other name that leads here is foreign. */
  private String at(String host, String rest) {
    return "http://" + host + ":" + address.getPort() + rest;
  }

  @Test
  void aWrongTokenIsRefused(Chromium page) {
    for (String query : new String[] {"/", "/?token=", "/?token=wrong", "/runs", "/page/main.js"}) {
      page.run("location.href = arguments[0]", at("127.0.0.1", query));
      page.waitFor("document.readyState === 'complete' && location.protocol === 'http:'");
      assertThat(page.text("body"))
          .as(query)
          .isEqualTo("open the address that the training has printed, with its token");
    }
  }

  /** Browsers resolve all names below localhost to this machine, as an attacker's name could be. */
  @Test
  void aForeignHostIsRefusedEvenWithTheToken(Chromium page) {
    page.run("location.href = arguments[0]", at("evil.localhost", "/?" + address.getQuery()));
    page.waitFor("document.readyState === 'complete' && location.protocol === 'http:'");
    assertThat(page.text("body"))
        .isEqualTo("this is not the server of the host \"evil.localhost\"");
  }

  @Test
  void aForeignPageLearnsNothing(Chromium page) {
    page.open(live.url()).leave(); // this browser has the cookie now
    for (String mode : new String[] {"cors", "no-cors"}) {
      Object answer =
          page.runAsync(
              "const [url, mode, done] = arguments;"
                  + "fetch(url, { mode, credentials: 'include' })"
                  + ".then((one) => one.text()).then((text) => done('read: ' + text), (no) => done(no.name))",
              at("127.0.0.1", "/runs"),
              mode);
      assertThat(answer).as(mode).isEqualTo("TypeError");
    }
  }
}
