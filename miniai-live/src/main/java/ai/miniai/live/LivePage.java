package ai.miniai.live;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.callback.Callback;
import ai.miniai.callback.CancelException;
import ai.miniai.callback.CancelFitException;
import ai.miniai.callback.Training;
import ai.miniai.callback.progress.MetricsCB;
import ai.miniai.callback.schedule.RecorderCB;
import ai.miniai.doctor.DoctorCB;
import ai.miniai.optim.ParameterGroup;
import ai.miniai.parallel.DataParallelCB;
import ai.miniai.recording.RecordingSource;
import ai.miniai.recording.RunRecord;
import ai.miniai.recording.RunRecorderCB;
import com.google.common.base.Throwables;
import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Shows a fit in the browser while it runs. One line is enough; it prints the address of the page:
 *
 * <pre>{@code
 * learn.fit(3, new LivePage());
 * }</pre>
 *
 * <p>The page shows losses, metrics and rates, the distributions of all layers over time, and the
 * doctor's findings. It shows what a {@link DoctorCB} or a {@link RunRecorderCB} of the same fit
 * records, or {@link RecordingSource}s such as {@code ActivationStats}; if there is none of these,
 * it brings a doctor of its own, which prints nothing. Another fit with the same object is another
 * run of the same page.
 *
 * <p>In any other loop, {@link #show} is called after each batch. For networks of DL4J:
 *
 * <pre>{@code
 * network.addListeners(new StatsTrainingListener().afterBatch(new LivePage()::show));
 * }</pre>
 *
 * <p>Only programs on this machine that know the address can see the page: see {@link #host}. The
 * training never waits for a browser. If nobody looks, it does nothing for the page; otherwise it
 * hands over what has been recorded once a second, or more seldom, down to every two seconds, if
 * that took more than a hundredth of its time. The server lasts until {@link #close} or the end of
 * the program; a page that is open then keeps what it has.
 */
public final class LivePage extends Callback implements AutoCloseable {
  private static final String LOCAL = "127.0.0.1";
  private static final int MOST_PORTS = 65_535;

  /** An open page asks for the list of runs every five seconds. */
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final Runs runs = new Runs();
  private final CurrentRun run = new CurrentRun(runs);
  private final Controls controls = new Controls(state -> guard(() -> run.tell(state)));
  private final Samples samples = new Samples();
  private final RecorderCB rates = new RecorderCB().lr().momentum();
  private final DoctorCB spare = new DoctorCB().onDiagnosis(said -> {});

  private String name = "run";
  private String host = LOCAL;
  private int port;
  private boolean control;
  private boolean controlsOthers;
  private Consumer<? super String> listener =
      address -> System.out.println("Live page: " + address);

  private RunSource source = RunSource.of(ImmutableList.of(), spare);
  private Supplier<RunRecord> shown = () -> RunRecord.of(ImmutableList.of());
  private Headlines headlines = new Headlines();
  private boolean off;
  private @Nullable PageServer server;

  // ---------------------------------------------------------------- options

  /** Sets what the page calls a run, such as "lr 0.6"; if it does so already, with a number. */
  public LivePage name(String text) {
    name = text;
    return this;
  }

  /** Sets the port; 0, the default, is any free one. */
  public LivePage port(int number) {
    checkArgument(
        number >= 0 && number <= MOST_PORTS,
        "a port is from 0 (any free one) to %s, not %s",
        MOST_PORTS,
        number);
    port = number;
    return this;
  }

  /**
   * Sets the address at which the page is served; the default, "127.0.0.1", can be reached from
   * this machine only. With "0.0.0.0", say, whoever is in the network and knows the token can see
   * the training, and what is sent is not encrypted: a tunnel (ssh -L) is safer.
   */
  public LivePage host(String address) {
    host = address;
    return this;
  }

  /**
   * Lets the page stop and pause the training and set the learning rate. A schedule that sets the
   * rate for each batch sets it again. Not in data-parallel training. Loops other than a learner's
   * fit have to ask: see {@link #controls}.
   */
  public LivePage control() {
    control = true;
    return this;
  }

  /**
   * The same as {@link #control} for {@linkplain #show any other loop}: it asks the result after
   * each batch, after {@code show}, what the reader wants. To be called before the first {@code
   * show}.
   */
  public Controls controls() {
    controlsOthers = true;
    return controls;
  }

  /**
   * Shows a picture of the first validation batch of each epoch, such as its images with
   * predictions:
   *
   * <pre>{@code
   * page.samples("validation", learn -> Plots.showImages(learn.batch()).png());
   * }</pre>
   *
   * @param title what it shows
   * @param png draws it as a PNG file; called on the thread that trains, after the batch, when
   *     predictions and loss exist
   */
  public LivePage samples(String title, Function<? super Training, byte[]> png) {
    samples.wish(title, png);
    return this;
  }

  /** Passes the address of the page to {@code listener} instead of printing it. */
  public LivePage onAddress(Consumer<? super String> listener) {
    this.listener = listener;
    return this;
  }

  // ---------------------------------------------------------------- a learner's fit

  /** 30, after those whose numbers it shows. */
  @Override
  public int order() {
    return 30;
  }

  @Override
  public boolean inTryOut() {
    return false;
  }

  @Override
  public boolean onRank(int rank) {
    return rank == 0;
  }

  @Override
  protected Optional<Class<? extends Callback>> onlyOne() {
    return Optional.of(LivePage.class);
  }

  @Override
  protected List<? extends Callback> companions(Collection<Callback> given) {
    source = RunSource.of(given, spare);
    return ImmutableList.<Callback>builder().addAll(source.brought()).add(rates).build();
  }

  @Override
  public void beforeFit() {
    checkArgument(
        !control || DataParallelCB.ranks(learn()) == 1,
        "control() changes this rank, but the others would not follow it: leave it out in"
            + " data-parallel training");
    serve();
    off = false;
    headlines = new Headlines();
    samples.clear();
    controls.clear();
    run.begin(name, 0, control, this::moment);
  }

  @Override
  public void afterBatch() {
    if (!training() && learn().iteration() == 0) {
      guard(() -> samples.draw(run.step(), learn()));
    }
  }

  @Override
  public void cleanupBatch() {
    int perPass = learn().dls().train().size();
    long step = (long) epoch() * perPass + (training() ? learn().iteration() + 1 : perPass);
    guard(() -> look(step));
    if (control && learn().ending().isEmpty() && !controls.goOn(this::setRate)) {
      throw new CancelFitException(Controls.REASON);
    }
  }

  private void look(long step) {
    source.diagnosis().get().ifPresent(said -> headlines.note(step, said));
    run.reach(step);
  }

  /** Groups of parameters with other rates keep their ratio to the first one. */
  private void setRate(double rate) {
    List<ParameterGroup> groups = opt().groups();
    double first = groups.get(0).lr();
    groups.forEach(
        group -> group.lr(group.lr() == first || first == 0 ? rate : rate * group.lr() / first));
  }

  @Override
  public void cleanupFit() {
    if (run.isOver()) {
      return; // the fit ended before it was shown
    }
    Optional<Throwable> ending = learn().ending();
    RunState state =
        ending.isEmpty()
            ? RunState.FINISHED
            : ending.get() instanceof CancelException ? RunState.CANCELLED : RunState.FAILED;
    guard(() -> run.tell(state));
  }

  private static String reason(Throwable ending) {
    Throwable root = Throwables.getRootCause(ending);
    return Optional.ofNullable(root.getMessage()).orElse(root.toString());
  }

  private Moment moment(RunState state) {
    RunRecord record = source.record().get().copy();
    int perPass = learn().dls().train().size();
    return new Moment(
        run.title(),
        new Progress(
            state,
            state.isOver() ? learn().ending().map(LivePage::reason).orElse("") : "",
            run.started(),
            run.step(),
            (long) learn().epochs() * perPass,
            Math.min(learn().epoch(), Math.max(0, learn().epochs() - 1)),
            learn().epochs()),
        record,
        learn().has(MetricsCB.METRICS) ? MetricsCB.of(learn()).rows() : ImmutableList.of(),
        rates.lines(),
        source.diagnosis().get(),
        headlines.list(),
        samples.list(),
        run.usage());
  }

  // ---------------------------------------------------------------- any other loop

  /**
   * Shows what another training loop records. To be called by the thread that trains, after each
   * batch; {@code record} is called only if somebody looks, or at the end, if it is the last one.
   * The first call prints the address.
   */
  public void show(Supplier<RunRecord> record) {
    shown = record;
    guard(
        () -> {
          if (run.isOver()) {
            serve();
            controls.clear();
            run.begin(name, Moment.steps(shown.get()), controlsOthers, this::shown);
          } else {
            run.reach(run.step() + 1);
          }
        });
  }

  /** Tells that the training which was {@link #show shown} is over. */
  public void end() {
    if (!run.isOver()) {
      guard(() -> run.tell(controls.isStopped() ? RunState.CANCELLED : RunState.FINISHED));
    }
  }

  private Moment shown(RunState state) {
    String reason = state == RunState.CANCELLED ? Controls.REASON : "";
    return Moment.of(run.title(), shown.get().copy())
        .in(state, reason, run.started())
        .used(run.usage());
  }

  // ---------------------------------------------------------------- the page

  /** Shows a run that is over beside the others, to compare with. */
  public void add(String name, RunRecord finished) {
    serve();
    runs.add(Moment.of(runs.unused(name), finished.copy()), false);
  }

  /**
   * The address of the page, with the token that lets a browser in.
   *
   * @throws IllegalStateException before the first run
   */
  public String url() {
    PageServer running = server;
    if (running == null) {
      throw new IllegalStateException("the page has no address before the first run begins");
    }
    return running.url();
  }

  /**
   * Waits while a browser shows the page: until none has asked for anything for 15 seconds, or the
   * thread is interrupted. For the end of a program, which would take the histograms with it that a
   * reader has not looked at yet.
   */
  public void stay() {
    try {
      while (runs.areLookedAt(PATIENCE)) {
        Thread.sleep(500); // nobody tells when a browser has been closed
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends the server. Pages that are open keep what they have. */
  @Override
  public void close() {
    PageServer running = server;
    server = null;
    if (running != null) {
      running.close();
    }
  }

  private void serve() {
    if (server == null) {
      try {
        server = new PageServer(host, port, runs, controls);
      } catch (IOException e) {
        throw new UncheckedIOException(
            "cannot serve the page at %s, port %s (%s): choose another port, or 0 for any free one"
                .formatted(host, port, e.getMessage()),
            e);
      }
      listener.accept(url());
    }
  }

  /** What fails here must not end a training. */
  private void guard(Runnable work) {
    if (!off) {
      try {
        work.run();
      } catch (UncheckedIOException noServer) {
        throw noServer;
      } catch (RuntimeException failure) {
        off = true;
        System.err.println(
            "miniai: LivePage stops, the training goes on: " + Throwables.getRootCause(failure));
      }
    }
  }
}
