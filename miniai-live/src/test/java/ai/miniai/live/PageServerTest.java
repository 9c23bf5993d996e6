package ai.miniai.live;

import static com.google.common.collect.ImmutableMap.toImmutableMap;
import static org.assertj.core.api.Assertions.assertThat;

import ai.miniai.callback.progress.LossHistory;
import ai.miniai.recording.RunRecord;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.primitives.Doubles;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who may see the page, and what a browser gets. */
class PageServerTest {
  private final Runs runs = new Runs();
  private final Controls controls = new Controls(state -> {});
  private PageServer server;
  private String url;

  @BeforeEach
  void serve() throws IOException {
    server = new PageServer("127.0.0.1", 0, runs, controls);
    url = server.url();
  }

  @AfterEach
  void close() {
    server.close();
  }

  /** A run with so many losses. */
  private static Moment moment(int steps, RunState state) {
    double[] losses = new double[steps];
    var history = new LossHistory(Doubles.asList(losses), List.of());
    return Moment.of("a run", new RunRecord(List.of(), history, OptionalInt.empty(), 1))
        .in(state, "", 0);
  }

  private Browser.Answer get(String path, String... headers) throws IOException {
    return Browser.get(url, Browser.withToken(url, path), headers);
  }

  private String cookie() throws IOException {
    return "Cookie: " + get("/").headers().get("set-cookie").replaceFirst(";.*", "");
  }

  // ---------------------------------------------------------------- who may come in

  @Test
  void givesTheCookieToWhoKnowsTheToken() throws IOException {
    // WHEN
    Browser.Answer first = get("/");
    Browser.Answer next = Browser.get(url, "/page/main.js", cookie());
    // THEN
    assertThat(first.status()).isEqualTo(200);
    assertThat(first.headers().get("set-cookie")).contains("HttpOnly", "SameSite=Strict");
    assertThat(first.body()).startsWith("<!DOCTYPE html>");
    assertThat(next.status()).isEqualTo(200);
    assertThat(next.headers()).containsEntry("content-type", "text/javascript; charset=utf-8");
  }

  @Test
  void protectsEachAnswer() throws IOException {
    assertThat(get("/runs").headers())
        .containsEntry("cache-control", "no-store")
        .containsEntry("x-content-type-options", "nosniff")
        .containsEntry("referrer-policy", "no-referrer")
        .hasEntrySatisfying(
            "content-security-policy",
            policy -> assertThat(policy).startsWith("default-src 'self'"));
  }

  @Test
  void refusesWhoDoesNotKnowTheToken() throws IOException {
    assertThat(Browser.get(url, "/").status()).isEqualTo(403);
    assertThat(Browser.get(url, "/?token=wrong").status()).isEqualTo(403);
    assertThat(Browser.get(url, "/runs", "Cookie: miniai=wrong").status()).isEqualTo(403);
    assertThat(Browser.get(url, "/page/main.js").status()).isEqualTo(403);
  }

  @Test
  void theCookieOfAnotherPortIsNoKey() throws IOException {
    String renamed = cookie().replaceFirst("miniai-\\d+", "miniai-1");
    assertThat(Browser.get(url, "/runs", renamed).status()).isEqualTo(403);
  }

  @Test
  void refusesForeignHosts() throws IOException {
    assertThat(get("/", "Host: evil.example").status()).isEqualTo(421);
    assertThat(get("/", "Host: 127.0.0.1.evil.example:80").status()).isEqualTo(421);
    assertThat(get("/", "Host: 10.0.0.1").status()).isEqualTo(421);
    assertThat(get("/", "Host: LOCALHOST:9999").status()).isEqualTo(200);
    assertThat(get("/", "Host: [::1]:9999").status()).isEqualTo(200);
  }

  @Test
  void refusesForeignOrigins() throws IOException {
    assertThat(get("/runs", "Origin: http://evil.example").status()).isEqualTo(403);
    assertThat(get("/runs", "Origin: null").status()).isEqualTo(403);
    assertThat(get("/runs", "Origin: http://" + URI.create(url).getAuthority()).status())
        .isEqualTo(200);
  }

  // ---------------------------------------------------------------- what it answers

  @Test
  void onlyReads() throws IOException {
    String path = Browser.withToken(url, "/runs");
    for (String method : List.of("POST", "PUT", "DELETE")) {
      Browser.Answer answer = Browser.send(url, method, path, "");
      assertThat(answer.status()).isEqualTo(405);
      assertThat(answer.headers()).containsEntry("allow", "GET");
    }
  }

  @Test
  void hasNoFilesButThePages() throws IOException {
    for (String path :
        List.of(
            "/page/../LivePage.class",
            "/page/%2e%2e/LivePage.class",
            "/page/",
            "/page/uplot/../LICENSE",
            "/etc/passwd",
            "/runs/7/view")) {
      assertThat(get(path).status()).as(path).isEqualTo(404);
    }
    assertThat(get("/page/uplot/uPlot.iife.min.js").status()).isEqualTo(200);
  }

  @Test
  void listsTheRuns() throws IOException {
    // WHEN
    runs.add(moment(1, RunState.FINISHED), false);
    runs.add(moment(2, RunState.RUNNING), false);
    // THEN
    var list = new ObjectMapper().readTree(get("/runs").body());
    assertThat(list.findValuesAsText("id")).containsExactly("1", "2");
    assertThat(list.findValuesAsText("state")).containsExactly("finished", "running");
  }

  // ---------------------------------------------------------------- events

  private static List<Integer> losses(Browser.Event event) throws IOException {
    var series = new ObjectMapper().readTree(event.data()).at("/series/0");
    return List.of(series.at("/from").asInt(), series.at("/values").size());
  }

  @Test
  void tellsWhatIsNew() throws IOException {
    RunFeed feed = runs.add(moment(2, RunState.RUNNING), false);
    try (Browser browser = Browser.following(url, "1")) {
      // WHEN
      Browser.Event view = browser.event();
      feed.offer(moment(5, RunState.RUNNING));
      Browser.Event update = browser.event();
      feed.offer(moment(6, RunState.FINISHED));
      Browser.Event last = browser.event();
      Browser.Event end = browser.event();
      // THEN
      assertThat(List.of(view.name(), update.name(), last.name(), end.name()))
          .containsExactly("view", "update", "update", "end");
      assertThat(losses(view)).containsExactly(0, 2);
      assertThat(losses(update)).containsExactly(2, 3);
      assertThat(losses(last)).containsExactly(5, 1);
      assertThat(update.id()).isGreaterThan(view.id());
    }
  }

  @Test
  void goesOnWhereTheBrowserLeft() throws IOException {
    RunFeed feed = runs.add(moment(2, RunState.RUNNING), false);
    long id;
    try (Browser browser = Browser.following(url, "1")) {
      id = browser.event().id();
    }
    feed.offer(moment(5, RunState.RUNNING));
    try (Browser again = Browser.following(url, "1", "Last-Event-ID: " + id)) {
      Browser.Event event = again.event();
      assertThat(event.name()).isEqualTo("update");
      assertThat(losses(event)).containsExactly(2, 3);
    }
  }

  @Test
  void beginsAnewWithABrowserThatWasAwayForLong() throws IOException {
    RunFeed feed = runs.add(moment(2, RunState.RUNNING), false);
    for (int i = 0; i < 300; i++) {
      feed.offer(moment(3 + i, RunState.RUNNING));
      feed.since(0);
    }
    try (Browser again = Browser.following(url, "1", "Last-Event-ID: 1")) {
      assertThat(again.event().name()).isEqualTo("view");
    }
  }

  @Test
  void twoBrowsersGetTheSame() throws IOException {
    RunFeed feed = runs.add(moment(2, RunState.RUNNING), false);
    try (Browser one = Browser.following(url, "1");
        Browser other = Browser.following(url, "1")) {
      one.event();
      other.event();
      feed.offer(moment(4, RunState.RUNNING));
      assertThat(one.event().data()).contains("\"step\":4");
      assertThat(other.event().data()).contains("\"step\":4");
    }
  }

  /** One of which a browser gets a megabyte whenever {@code seed} is another one. */
  private static Moment large(int seed) {
    double[] numbers = new SplittableRandom(seed).doubles(Curve.MOST_POINTS).toArray();
    Moment small = moment(1, RunState.RUNNING);
    return new Moment(
        "large",
        small.progress(),
        small.record(),
        List.of(),
        IntStream.range(0, 40).boxed().collect(toImmutableMap(i -> "rate " + i, i -> numbers)),
        Optional.empty(),
        List.of(),
        List.of(),
        List.of());
  }

  @Test
  void aBrowserThatReadsNothingHoldsUpNobody() throws Exception {
    RunFeed feed = runs.add(large(0), false);
    try (Browser slow = Browser.following(url, "1");
        Browser quick = Browser.following(url, "1")) {
      quick.event();
      for (int i = 1; i < 20; i++) {
        // WHEN
        long begin = System.nanoTime();
        feed.offer(large(i));
        long millis = (System.nanoTime() - begin) / 1_000_000;
        // THEN the other browser gets all, and offering takes no time
        assertThat(quick.event().name()).isEqualTo("update");
        assertThat(millis).isLessThan(100);
      }
      assertThat(slow.event().name()).isEqualTo("view");
      assertThat(feed.since(0).orElseThrow().json()).hasSizeGreaterThan(500_000);
    }
  }

  @Test
  void onlySoManyBrowsersFollow() throws IOException {
    runs.add(moment(2, RunState.RUNNING), false);
    List<Browser> all = new ArrayList<>();
    try {
      for (int i = 0; i < Workers.STREAMS; i++) {
        all.add(Browser.following(url, "1"));
      }
      assertThat(get("/runs/1/events").status()).isEqualTo(503);
      assertThat(get("/runs").status()).isEqualTo(200);
    } finally {
      for (Browser browser : all) {
        browser.close();
      }
    }
  }

  @Test
  void isWantedOnlyWhileSomebodyLooks() throws Exception {
    RunFeed feed = runs.add(moment(2, RunState.RUNNING), false);
    assertThat(feed.isWanted()).isFalse();
    try (Browser browser = Browser.following(url, "1")) {
      browser.event();
      assertThat(feed.isWanted()).isTrue();
    }
  }

  // ---------------------------------------------------------------- buttons

  private Browser.Answer press(String json, String... headers) throws IOException {
    String[] all = new String[headers.length + 1];
    all[0] = "Origin: http://" + URI.create(url).getAuthority();
    System.arraycopy(headers, 0, all, 1, headers.length);
    return Browser.send(url, "POST", Browser.withToken(url, "/runs/1/control"), json, all);
  }

  @Test
  void hasNoButtonsUnlessTheyAreAllowed() throws IOException {
    runs.add(moment(2, RunState.RUNNING), false);
    assertThat(press("{\"action\": \"stop\"}").status()).isEqualTo(405);
    assertThat(controls.isStopped()).isFalse();
  }

  @Test
  void takesWishesOfItsOwnPageOnly() throws IOException {
    runs.add(moment(2, RunState.RUNNING), true);
    String stop = "{\"action\": \"stop\"}";
    String path = Browser.withToken(url, "/runs/1/control");
    assertThat(press(stop, "Origin: http://evil.example").status()).isEqualTo(403);
    assertThat(Browser.send(url, "POST", path, stop).status()).isEqualTo(403);
    assertThat(controls.isStopped()).isFalse();
    assertThat(press(stop).status()).isEqualTo(200);
    assertThat(controls.isStopped()).isTrue();
  }

  @Test
  void saysWhatIsWrongWithAWish() throws IOException {
    runs.add(moment(2, RunState.RUNNING), true);
    assertThat(press("{\"action\": \"dance\"}"))
        .satisfies(answer -> assertThat(answer.status()).isEqualTo(400))
        .satisfies(answer -> assertThat(answer.body()).contains("not \"dance\""));
    assertThat(press("{\"action\": \"rate\"}").status()).isEqualTo(400);
    assertThat(press("{\"action\": \"rate\", \"value\": -1}").status()).isEqualTo(400);
    assertThat(press("nonsense").status()).isEqualTo(400);
    assertThat(press("[" + " ".repeat(2000)).status()).isEqualTo(400);
  }

  @Test
  void aRunThatIsOverTakesNoWishes() throws IOException {
    runs.add(moment(2, RunState.FINISHED), true);
    assertThat(press("{\"action\": \"stop\"}").status()).isEqualTo(409);
  }
}
