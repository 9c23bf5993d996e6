package ai.miniai.tracking;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.callback.CancelException;
import ai.miniai.callback.progress.MetricsCB;
import ai.miniai.callback.progress.MetricsReaderCB;
import ai.miniai.callback.progress.StepLog;
import ai.miniai.doctor.Diagnosis;
import ai.miniai.doctor.DoctorCB;
import ai.miniai.nn.StateDicts;
import ai.miniai.nn.Stateful;
import ai.miniai.tensor.Tensor;
import ai.miniai.viz.Figure;
import com.google.common.base.Throwables;
import com.google.common.collect.ImmutableMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Collects what a fit has to report, for a subclass that passes it on. Where a tracker reports to
 * must never end a training: if reporting fails, one line on standard error says so, and the
 * training goes on without it.
 */
abstract class TrackerCB extends MetricsReaderCB implements Stateful {
  private static final String STEP = "step";

  private final Map<String, Object> parameters = new LinkedHashMap<>();
  private final Map<String, Supplier<Figure>> pictures = new LinkedHashMap<>();
  private final StepLog steps = new StepLog(this::passOn);
  private final Consumer<? super String> log;
  private boolean reporting;
  private boolean trained;

  /** The last training batch that has ended, in the fit. */
  private long current;

  /** The first training batch that has not been passed on. */
  private long next;

  private @Nullable Diagnosis diagnosis;
  private String findings = "";

  /** {@code log} gets the one line if reporting fails. */
  TrackerCB(Consumer<? super String> log) {
    this.log = log;
  }

  TrackerCB parameter(String name, Object value) {
    checkArgument(
        value instanceof Number || value instanceof Boolean || value instanceof CharSequence,
        "hyperparameter \"%s\" is a %s: expected a number, a boolean or a text",
        name,
        value.getClass().getSimpleName());
    parameters.put(name, value);
    return this;
  }

  TrackerCB picture(String name, Supplier<Figure> figure) {
    checkArgument(pictures.put(name, figure) == null, "there is a picture \"%s\" already", name);
    return this;
  }

  // ---------------------------------------------------------------- what a tracker does

  /**
   * A fit begins. What is thrown here ends it, as nothing is lost yet.
   *
   * @param hyperparameters numbers, booleans and texts, by name
   * @param first the first step that will be reported: 0, or where a checkpoint stands
   */
  abstract void begin(Map<String, Object> hyperparameters, long first);

  /** Numbers of a step, by name. */
  abstract void numbers(Map<String, Double> values, long step);

  /** All that the step has left, such as recordings, can be read now. */
  void afterStep(long step) {}

  abstract void picture(String name, Drawing picture, long step);

  abstract void findings(String text, long step);

  /** {@code failure}: what has ended the fit, if it was no cancel signal. */
  abstract void end(Optional<Throwable> failure);

  // ---------------------------------------------------------------- the fit

  @Override
  public boolean onRank(int rank) {
    return rank == 0;
  }

  @Override
  public void beforeFit() {
    steps.clear();
    trained = false;
    diagnosis = null;
    findings = "";
    Map<String, Object> all = new LinkedHashMap<>(Hyperparameters.of(learn()));
    all.putAll(parameters);
    begin(ImmutableMap.copyOf(all), next);
    reporting = true;
  }

  @Override
  public void afterBatch() {
    trained = training();
    if (trained) {
      steps.afterBatch(learn());
      current = (long) epoch() * learn().dls().train().size() + learn().iteration();
    }
  }

  private void passOn(StepLog.Step step) {
    next = step.number() + 1;
    report(() -> numbers(named("batch", step.values()), step.number()));
  }

  /** By now the values requested in this batch have been read. */
  @Override
  public void cleanupBatch() {
    if (trained) {
      trained = false;
      report(() -> afterStep(current));
      reportFindings();
    }
  }

  private void reportFindings() {
    learn().cbs().stream()
        .filter(DoctorCB.class::isInstance)
        .map(callback -> ((DoctorCB) callback).diagnosis())
        .findFirst()
        .filter(now -> !now.equals(diagnosis) && !now.checked().isEmpty())
        .ifPresent(this::reportNews);
  }

  private void reportNews(Diagnosis now) {
    diagnosis = now;
    String text = now.toString();
    if (!text.equals(findings)) {
      findings = text;
      report(() -> findings(text, current));
    }
  }

  @Override
  public void afterEpoch() {
    steps.settle();
    MetricsCB.find(learn())
        .ifPresent(
            metrics -> {
              MetricsCB.Row row = last(metrics.rows());
              report(() -> numbers(named(row.mode(), row.values()), current));
            });
  }

  private static MetricsCB.Row last(List<MetricsCB.Row> rows) {
    return rows.get(rows.size() - 1);
  }

  private static ImmutableMap<String, Double> named(String group, Map<String, Double> values) {
    ImmutableMap.Builder<String, Double> named = ImmutableMap.builder();
    values.forEach((name, value) -> named.put(group + "/" + name, value));
    return named.buildOrThrow();
  }

  /** The last batch of a pass that was cancelled. */
  @Override
  public void cleanupEpoch() {
    steps.settle();
  }

  @Override
  public void cleanupFit() {
    if (reporting) { // not if the fit could not begin
      reportFindings();
      pictures.forEach(this::draw);
      report(() -> end(learn().ending().filter(why -> !(why instanceof CancelException))));
      reporting = false;
    }
    next = 0;
    current = 0;
  }

  /** A picture that cannot be drawn, for want of fonts perhaps, keeps nothing else back. */
  private void draw(String name, Supplier<Figure> figure) {
    Drawing drawn;
    try {
      drawn = Drawing.of(figure.get());
    } catch (RuntimeException failure) {
      say("leaves out the picture \"" + name + "\": " + Throwables.getRootCause(failure));
      return;
    }
    report(() -> picture(name, drawn, current));
  }

  private void report(Runnable news) {
    if (reporting) {
      try {
        news.run();
      } catch (RuntimeException failure) {
        reporting = false;
        say("stops reporting, the training goes on: " + message(failure));
      }
    }
  }

  private static String message(RuntimeException failure) {
    String message = failure.getMessage();
    return message == null ? failure.toString() : message;
  }

  final void say(String what) {
    log.accept("miniai: " + name() + " " + what);
  }

  // ---------------------------------------------------------------- checkpoints

  /** The first step that has not been reported; what was is passed on before. */
  @Override
  public Map<String, Tensor> stateDict() {
    steps.settle();
    return Map.of(STEP, StateDicts.tensor((double) next));
  }

  @Override
  public void loadStateDict(Map<String, Tensor> state) {
    steps.clear();
    next = (long) StateDicts.values(state, STEP, 1)[0];
    current = Math.max(0, next - 1);
  }
}
