package ai.miniai.live.browser;

/** A page that shows runs that nobody has trained; see {@code views.js}. */
final class MadeUpRuns implements AutoCloseable {
  private final FakeTraining server = new FakeTraining();
  private final Chromium chromium;

  private MadeUpRuns(Chromium chromium) {
    this.chromium = chromium;
  }

  /** Shows runs, each made from options such as <code>{ layers: 52, nan: true }</code>. */
  static MadeUpRuns show(Chromium chromium, String... options) {
    MadeUpRuns page = new MadeUpRuns(chromium);
    String views = "[" + String.join(", ", options) + "].map(makeView)";
    chromium.run("location.href = arguments[0]", page.server.address());
    chromium.waitFor("window.miniai?.page?.live?.timer");
    // Otherwise the page would soon ask again which runs there are.
    chromium.run("clearTimeout(miniai.page.live.timer); miniai.page.live = null");
    chromium.run(Chromium.script("views.js") + "; miniai.page.setViews(" + views + ")");
    chromium.waitFor("document.body.dataset.ready === 'true'").drawn();
    return page;
  }

  @Override
  public void close() {
    chromium.leave();
    server.close();
  }
}
