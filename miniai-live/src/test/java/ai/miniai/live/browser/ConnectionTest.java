package ai.miniai.live.browser;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the page does with what it hears, and when it hears nothing any more. */
@ExtendWith(SharedChromium.class)
final class ConnectionTest {
  private static final String RUNS = "[{\"id\": \"a\", \"name\": \"one\", \"state\": \"%s\"}]";
  private static final String RUN =
      "\"run\": {\"id\": \"a\", \"name\": \"one\", \"state\": \"%s\", \"reason\": \"\", \"nanos\": 0,"
          + " \"step\": %d, \"plannedSteps\": 10, \"batchesPerPass\": 5, \"epoch\": 0, \"epochs\": 2}";
  private static final String LOSS =
      "{\"group\": \"loss\", \"name\": \"training\", \"kind\": \"training\", %s \"steps\": [%s], \"values\": [%s]}";
  private static final String LAYERS =
      "\"recordings\": [{\"quantity\": \"activations\", \"singular\": \"activation\", %s"
          + " \"columns\": {\"begin\": [%2$s], \"end\": [%3$s], \"training\": [%4$s], \"epoch\": [%4$s]},"
          + " \"layers\": [{\"name\": \"0\", \"label\": \"Linear 2→1\", \"scale\": \"linear\", \"min\": 0,"
          + " \"max\": 10, \"bins\": 2, \"units\": 1, \"size\": [%4$s], \"mean\": [%4$s], \"std\": [%5$s],"
          + " \"nearZero\": [%4$s], \"zeros\": [%4$s], \"deadUnits\": [%4$s], \"nonFinite\": [],"
          + " \"overflow\": [], \"underflow\": [] %6$s}]}]";

  private final FakeTraining training = new FakeTraining();

  private static String view(String state, boolean controls) {
    return "{"
        + String.format(RUN, state, 3)
        + ", \"controls\": "
        + controls
        + ", \"series\": ["
        + String.format(LOSS, "", "0, 1, 2", "3, 2, 1")
        + "], "
        + String.format(LAYERS, "", "0, 1, 2", "1, 2, 3", "1, 1, 1", "0.5, 0.6, 0.7", "")
        + "}";
  }

  private Chromium open(Chromium page, boolean controls) {
    training.runs(String.format(RUNS, "running")).view(view("running", controls));
    return page.open(training.address());
  }

  @AfterEach
  void close() {
    training.close();
  }

  @Test
  void anUpdateReplacesWhatHasChangedAndAppendsWhatIsNew(Chromium page) {
    open(page, false);
    training.tell(
        "update",
        "{"
            + String.format(RUN, "running", 5)
            + ", \"series\": ["
            + String.format(LOSS, "\"from\": 2,", "2, 3, 4", "9, 8, 7")
            + "], "
            + String.format(
                LAYERS,
                "\"from\": 2,",
                "2, 3",
                "3, 4",
                "1, 1",
                "0.8, 0.9",
                ", \"stdMin\": [0.8, 0.1], \"stdMax\": [0.8, 5]")
            + "}");
    page.waitFor("document.getElementById('head').textContent.includes('5 of 10')");
    assertThat(page.eval("miniai.page.shown[0].series[0].values")).isEqualTo("3,2,9,8,7");
    assertThat(page.eval("miniai.page.shown[0].series[0].steps")).isEqualTo("0,1,2,3,4");
    String layer = "miniai.page.shown[0].recordings[0].layers[0].";
    assertThat(page.eval(layer + "std")).isEqualTo("0.5,0.6,0.8,0.9");
    assertThat(page.eval(layer + "stdMin"))
        .as("before, the deviations")
        .isEqualTo("0.5,0.6,0.8,0.1");
    assertThat(page.eval(layer + "stdMax")).isEqualTo("0.5,0.6,0.8,5");
    page.assertNoComplaints();
  }

  @Test
  void aLostConnectionSaysSoAndComesBack(Chromium page) {
    open(page, false).waitFor("miniai.page.live.streams.size === 1");
    training.cut();
    page.waitFor("document.getElementById('connection').className === 'lost'");
    assertThat(page.text("#connection"))
        .isEqualTo("Connection lost. The page keeps what it has shown and tries again.");
    assertThat(page.eval("miniai.page.shown[0].series[0].values")).isEqualTo("3,2,1");
    page.waitFor("document.getElementById('connection').className === 'back'");
    assertThat(page.text("#connection")).isEqualTo("Connected again.");
  }

  @Test
  void aRefusalSaysWhatToDo(Chromium page) {
    open(page, false);
    training.refuse(403).cut();
    page.waitFor("document.getElementById('connection').textContent.includes('Open the address')");
  }

  @Test
  void theEndClosesTheConnectionAndKeepsThePage(Chromium page) {
    open(page, false);
    training.runs(String.format(RUNS, "finished"));
    training.tell("update", "{" + String.format(RUN, "finished", 3) + "}");
    training.tell("end", "{}");
    page.waitFor("miniai.page.live.streams.size === 0").drawn();
    assertThat(page.text("#head .state")).isEqualTo("finished");
    assertThat(page.find("#connection").isDisplayed()).isFalse();
    assertThat(page.text("#time .live")).isEqualTo("End");
  }

  @Test
  void aFinishedRunIsFetchedOnce(Chromium page) {
    training.runs(String.format(RUNS, "finished")).view(view("finished", true));
    page.open(training.address());
    assertThat(page.text("#head .state")).isEqualTo("finished");
    assertThat(training.listeners()).isZero();
    assertThat(page.find("#head .controls").isDisplayed()).as("nothing to control").isFalse();
  }

  @Test
  void buttonsSendCommandsWhereTheyAreAllowed(Chromium page) {
    open(page, true);
    page.click("#head .controls button");
    page.find("#head .controls input").sendKeys("0.05");
    page.click("#head .controls form button");
    page.click("#head .controls > button:nth-of-type(2)");
    page.waitFor("document.querySelector('#head .controls output').textContent.includes('0.05')");
    assertThat(training.commands())
        .as("stop needs a second press")
        .containsExactly("{\"action\":\"pause\"}", "{\"action\":\"rate\",\"value\":0.05}");
    page.click("#head .controls > button:nth-of-type(2)");
    page.waitFor("document.querySelector('#head .controls output').textContent === 'Stopping.'");
    assertThat(training.commands()).contains("{\"action\":\"stop\"}");
  }

  @Test
  void buttonsAreHiddenWhereTheyAreNotAllowed(Chromium page) {
    open(page, false);
    assertThat(page.find("#head .controls").isDisplayed()).isFalse();
  }

  @Test
  void histogramsAreFetchedForTheLayerThatIsShown(Chromium page) {
    training.histogram(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12});
    open(page, false).waitFor("document.querySelector('#layer .colordim')").drawn();
    assertThat(page.eval("miniai.page.shown[0].histogram('activations', '0').numbers"))
        .as("two bytes each, the low one first")
        .isEqualTo("513,1027,1541,2055,2569,3083");
  }
}
