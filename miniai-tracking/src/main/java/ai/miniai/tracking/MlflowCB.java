package ai.miniai.tracking;

import static com.google.common.base.Preconditions.checkArgument;
import static java.nio.charset.StandardCharsets.UTF_8;

import ai.miniai.nn.StateDicts;
import ai.miniai.tensor.Tensor;
import ai.miniai.viz.Figure;
import com.google.common.annotations.VisibleForTesting;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reports a fit as a run to an MLflow server (version 2 or 3) while it runs.
 *
 * <pre>{@code
 * learn.fit(3, new DoctorCB(),
 *     new MlflowCB(URI.create("http://localhost:5000"), "clothes")
 *         .runName("first try")
 *         .parameter("hidden", 64)
 *         .tag("data", "fashion-mnist"));
 * }</pre>
 *
 * <ul>
 *   <li>Metrics: "batch/loss", "batch/lr" and "batch/momentum" of each training batch, and the rows
 *       of {@code MetricsCB} as "train/accuracy", "eval/loss" and so on. Steps are the training
 *       batches of the fit, from 0. Numbers that are not finite stay so.
 *   <li>Parameters: learning rate, epochs, optimizer, model and the given ones.
 *   <li>Artifacts: the {@link #picture pictures}, at the end of the fit, and findings.txt with what
 *       a {@code DoctorCB} of the fit finds.
 * </ul>
 *
 * <p>Characters that MLflow does not have in names are replaced by "_"; a name that then is already
 * there gets a number. A thread of its own sends everything, in requests of at most 1,000 metrics.
 * A server that is slow, away or broken neither slows nor ends the training: after some attempts
 * one line on standard error says so, and what is not sent is kept in a folder, see {@link
 * #unsent}. The end of the fit waits for the last requests, but not longer than {@link #patience}.
 *
 * <p>For a server that wants authentication, MLflow's environment variables are used:
 * MLFLOW_TRACKING_USERNAME with MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN.
 *
 * <p>A fit that {@code CheckpointCB} resumes goes on with its run. Batches between the checkpoint
 * and the point where the fit was stopped are then there twice, with the same values, because
 * MLflow cannot remove metrics.
 */
public final class MlflowCB extends TrackerCB {
  private static final String RUN = "run";
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final ImmutableList<Duration> PAUSES =
      ImmutableList.of(Duration.ofMillis(500), Duration.ofSeconds(2), Duration.ofSeconds(5));

  private final MlflowServer server;
  private final String experiment;
  private final ImmutableList<Duration> pauses;
  private final Map<String, String> tags = new LinkedHashMap<>();
  private String runName = "";
  private Path unsent = Path.of("mlflow-unsent");
  private Duration patience = Duration.ofSeconds(10);
  private String resumed = "";
  private @Nullable MlflowCourier courier;
  private MlflowNames metrics = MlflowNames.keys();
  private MlflowNames files = MlflowNames.files();

  /**
   * Reports to a server.
   *
   * @param uri its address, such as http://localhost:5000
   * @param experiment the name of the experiment, which is made if necessary
   * @throws IllegalArgumentException if {@code uri} is no http or https address, or if {@code
   *     experiment} is empty
   */
  public MlflowCB(URI uri, String experiment) {
    this(new MlflowServer(uri, System.getenv(), TIMEOUT), experiment, PAUSES, System.err::println);
  }

  @VisibleForTesting
  MlflowCB(
      MlflowServer server, String experiment, List<Duration> pauses, Consumer<? super String> log) {
    super(log);
    checkArgument(!experiment.isEmpty(), "an experiment of MLflow has a name");
    this.server = server;
    this.experiment = experiment;
    this.pauses = ImmutableList.copyOf(pauses);
  }

  /** Sets the name of the run; without it, the server makes one up. */
  public MlflowCB runName(String name) {
    runName = name;
    return this;
  }

  /** Adds a tag to the run. */
  public MlflowCB tag(String name, String value) {
    tags.put(name, value);
    return this;
  }

  /**
   * Keeps what cannot be sent in this folder; by default in "mlflow-unsent". {@link MlflowResend}
   * sends it later.
   */
  public MlflowCB unsent(Path folder) {
    unsent = folder;
    return this;
  }

  /** Lets the end of the fit wait so long for the last requests, instead of 10 seconds. */
  public MlflowCB patience(Duration longest) {
    checkArgument(!longest.isNegative(), "expected a duration of 0 or more, got %s", longest);
    patience = longest;
    return this;
  }

  /**
   * Adds a hyperparameter, or replaces one that the fit itself tells.
   *
   * @param value a number, a boolean or a text; more than 500 characters are cut
   */
  @Override
  public MlflowCB parameter(String name, Object value) {
    super.parameter(name, value);
    return this;
  }

  /** Adds a picture, which is drawn at the end of the fit, as an artifact. */
  @Override
  public MlflowCB picture(String name, Supplier<Figure> figure) {
    super.picture(name, figure);
    return this;
  }

  /** The id of the run of this fit, or of the last one; empty until the server has given one. */
  public Optional<String> runId() {
    return Optional.ofNullable(courier).flatMap(MlflowCourier::runId);
  }

  @Override
  void begin(Map<String, Object> hyperparameters, long first) {
    long now = System.currentTimeMillis();
    MlflowCourier begun =
        new MlflowCourier(
            server,
            opening(resumed, now),
            new Unsent(unsent, new Unsent.Head(experiment, runName, now)),
            pauses,
            this::say);
    courier = begun;
    metrics = MlflowNames.keys();
    files = MlflowNames.files();
    if (resumed.isEmpty()) { // a run refuses a parameter with another value
      MlflowNames params = MlflowNames.keys();
      hyperparameters.forEach(
          (name, value) -> begun.add(new MlflowEntry.Param(params.of(name), "" + value)));
      begun.add(new MlflowEntry.Tag("mlflow.user", System.getProperty("user.name", "")));
      begun.add(new MlflowEntry.Tag("mlflow.source.name", "miniai"));
      MlflowNames legal = MlflowNames.keys();
      tags.forEach((name, value) -> begun.add(new MlflowEntry.Tag(legal.of(name), value)));
    }
  }

  private MlflowCourier.Opening opening(String id, long now) {
    return id.isEmpty()
        ? there -> there.create(there.experiment(experiment), runName, now)
        : there -> there.resume(id);
  }

  private void send(MlflowEntry entry) {
    MlflowCourier sender = courier;
    if (sender != null) {
      sender.add(entry);
    }
  }

  @Override
  void numbers(Map<String, Double> values, long step) {
    long now = System.currentTimeMillis();
    values.forEach(
        (name, value) -> send(new MlflowEntry.Metric(metrics.of(name), value, now, step)));
  }

  @Override
  void picture(String name, Drawing picture, long step) {
    send(new MlflowEntry.Artifact(files.of(name) + ".png", picture.png()));
  }

  @Override
  void findings(String text, long step) {
    send(new MlflowEntry.Artifact("findings.txt", (text + "\n").getBytes(UTF_8)));
  }

  @Override
  void end(Optional<Throwable> failure) {
    learn()
        .cancelReason()
        .ifPresent(reason -> send(new MlflowEntry.Tag("miniai.cancelled", reason)));
    MlflowCourier sender = courier;
    if (sender != null) {
      String status = failure.isPresent() ? "FAILED" : "FINISHED";
      sender.end(new MlflowEntry.End(status, System.currentTimeMillis()), patience);
    }
  }

  @Override
  public void cleanupFit() {
    super.cleanupFit();
    resumed = "";
  }

  /** With the id of the run, which a resumed fit goes on with. */
  @Override
  public Map<String, Tensor> stateDict() {
    return ImmutableMap.<String, Tensor>builder()
        .putAll(super.stateDict())
        .put(RUN, StateDicts.tensor(runId().orElse("").chars().asDoubleStream().toArray()))
        .buildOrThrow();
  }

  @Override
  public void loadStateDict(Map<String, Tensor> state) {
    super.loadStateDict(state);
    StringBuilder id = new StringBuilder();
    for (double character : StateDicts.values(state, RUN)) {
      id.append((char) character);
    }
    resumed = id.toString();
  }
}
