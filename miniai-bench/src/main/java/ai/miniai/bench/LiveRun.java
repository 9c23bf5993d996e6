package ai.miniai.bench;

import static com.google.common.base.Preconditions.checkState;

import ai.miniai.data.DataLoader;
import ai.miniai.data.DataLoaders;
import ai.miniai.doctor.DoctorCB;
import ai.miniai.learner.TrainLearner;
import ai.miniai.live.LivePage;
import ai.miniai.loss.Losses;
import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Measures what a step costs more while a browser shows it. One fit, which is recorded anyway, is
 * shown in every second turn; the browser is open all the time and has nothing to draw in the
 * others.
 *
 * @param workload the network and the batch size
 * @param race how often and for how long
 * @param browser a Chromium
 * @param warmUp how long the fit is shown before it is measured; longer if the browser has not
 *     opened the page by then
 */
record LiveRun(Workload workload, Race race, Path browser, Duration warmUp) {
  /** In which the code is compiled and the browser has drawn the page a few times. */
  static final Duration WARM_UP = Duration.ofSeconds(15);

  private static final int BATCHES_PER_EPOCH = 60;

  void run(PrintStream out) {
    int size = BATCHES_PER_EPOCH * workload.batchSize();
    DataLoader train = DataLoader.of(new SyntheticImages(size), workload.batchSize());
    DataLoader valid =
        DataLoader.of(new SyntheticImages(workload.batchSize()), workload.batchSize());
    DoctorCB doctor = new DoctorCB().onDiagnosis(said -> {});
    AtomicReference<@Nullable Process> opened = new AtomicReference<>();
    Path profile = temporaryFolder();
    try (LivePage page = new LivePage().onAddress(url -> opened.set(open(url, profile)))) {
      LiveTurns turns =
          new LiveTurns(page, doctor::record, race, warmUp, () -> processorTime(opened.get()));
      new TrainLearner(
              workload.model().create(),
              new DataLoaders(train, valid),
              Losses::crossEntropy,
              Workload.LEARNING_RATE)
          .fit(Integer.MAX_VALUE / BATCHES_PER_EPOCH, doctor, turns);
      report(out, turns);
    } finally {
      close(opened.get(), profile);
    }
  }

  private void report(PrintStream out, LiveTurns turns) {
    checkState(
        turns.isOpened(),
        "%s has not opened the page in %s seconds: it must be a Chromium that can run without a"
            + " screen; name another one with --browser",
        browser,
        LiveTurns.PATIENCE.toSeconds());
    out.printf(
        Locale.ROOT,
        "%s%n%s, batch size %d, recorded by a doctor, %d rounds; median [least, most]%n",
        Machine.describe(),
        workload.model(),
        workload.batchSize(),
        race.rounds());
    Series with = Series.of(turns.shown());
    Series without = Series.of(turns.hidden());
    out.printf("  without the page  %s ms a step%n", without.text("%.2f"));
    out.printf("  with a browser    %s ms a step%n", with.text("%.2f"));
    out.printf("  ratio             %s%n", with.ratioTo(without).text("%.3f"));
    out.printf(
        "  the browser takes %s %% of one processor%n",
        Series.of(turns.browserShares()).map(share -> 100 * share).text("%.1f"));
    out.printf(Locale.ROOT, "  handed over       %d times%n", turns.handedOver());
  }

  private Process open(String url, Path profile) {
    try {
      return new ProcessBuilder(
              browser.toString(),
              "--headless=new",
              "--no-sandbox",
              "--disable-gpu",
              "--no-first-run",
              "--disable-background-networking",
              "--remote-debugging-port=0",
              "--user-data-dir=" + profile,
              url)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot start the browser %s (%s): name a Chromium with --browser"
              .formatted(browser, e.getMessage()),
          e);
    }
  }

  /** Of all processes of the browser together. */
  private static Duration processorTime(@Nullable Process browser) {
    if (browser == null) {
      return Duration.ZERO;
    }
    return Stream.concat(Stream.of(browser.toHandle()), browser.descendants())
        .flatMap(process -> process.info().totalCpuDuration().stream())
        .reduce(Duration.ZERO, Duration::plus);
  }

  private static Path temporaryFolder() {
    try {
      return Files.createTempDirectory("browser");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make a folder for the browser: " + e.getMessage(), e);
    }
  }

  private static void close(@Nullable Process browser, Path profile) {
    if (browser != null) {
      browser.descendants().forEach(ProcessHandle::destroyForcibly);
      browser.destroyForcibly();
    }
    try {
      MoreFiles.deleteRecursively(profile, RecursiveDeleteOption.ALLOW_INSECURE);
    } catch (IOException stillWriting) {
      profile.toFile().deleteOnExit();
    }
  }
}
