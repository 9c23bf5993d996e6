package ai.miniai.tracking;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.viz.Figure;
import com.google.common.annotations.VisibleForTesting;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes a fit to a folder that TensorBoard shows while it runs ({@code tensorboard --logdir
 * runs}).
 *
 * <pre>{@code
 * var stats = new ActivationStats(Conv2d.class);
 * learn.fit(3, stats, new DoctorCB(),
 *     new TensorBoardCB(Path.of("runs/first"))
 *         .parameter("hidden", 64)
 *         .picture("colour dimension", () -> Plots.colorDim(stats)));
 * }</pre>
 *
 * <ul>
 *   <li>Scalars: "batch/loss", "batch/lr" and "batch/momentum" of each training batch, and the rows
 *       of {@code MetricsCB} as "train/accuracy", "eval/loss" and so on.
 *   <li>Histograms: the magnitudes that the callbacks of the fit record ({@code ActivationStats},
 *       {@code GradientStats}, {@code ParameterStats}, those of {@code DoctorCB}), as
 *       "activations/0.0"; at most 50 of each layer, and of at most 100 layers, see {@link
 *       #histograms}.
 *   <li>Text: what a {@code DoctorCB} of the fit finds, whenever that changes.
 *   <li>Images: the {@link #picture pictures}, at the end of the fit.
 *   <li>HParams: learning rate, epochs, optimizer, model and the {@link #parameter parameters}, as
 *       one entry for the run.
 * </ul>
 *
 * <p>Steps are the training batches of the fit, from 0. Scalars have float32's precision. A step is
 * in the file when the next one has ended. A folder is one run: what an earlier fit has left in it
 * stays in its file, but TensorBoard shows the new fit in its place. A fit that {@code
 * CheckpointCB} resumes goes on in the same curves, from where its checkpoint stands.
 *
 * <p>A folder that cannot be written to ends the fit at its start. If writing fails later, one line
 * on standard error says so, and the training goes on.
 */
public final class TensorBoardCB extends TrackerCB {
  private static final int MOST_HISTOGRAMS = 50;

  private final Path folder;
  private final RecordedHistograms recorded = new RecordedHistograms();
  private int histograms = MOST_HISTOGRAMS;
  private long interval;
  private @Nullable EventFile file;

  /** Writes to {@code folder}, which is made if necessary. */
  public TensorBoardCB(Path folder) {
    this(folder, System.err::println);
  }

  @VisibleForTesting
  TensorBoardCB(Path folder, Consumer<? super String> log) {
    super(log);
    this.folder = folder;
  }

  /**
   * Writes the histograms of a layer so often in a fit, evenly spread, instead of 50 times.
   *
   * @param most 0 for no histograms
   */
  public TensorBoardCB histograms(int most) {
    checkArgument(most >= 0, "expected 0 histograms of a layer or more, got %s", most);
    histograms = most;
    return this;
  }

  /**
   * Adds a hyperparameter, or replaces one that the fit itself tells.
   *
   * @param value a number, a boolean or a text
   */
  @Override
  public TensorBoardCB parameter(String name, Object value) {
    super.parameter(name, value);
    return this;
  }

  /** Adds a picture, which is drawn at the end of the fit. */
  @Override
  public TensorBoardCB picture(String name, Supplier<Figure> figure) {
    super.picture(name, figure);
    return this;
  }

  @Override
  void begin(Map<String, Object> hyperparameters, long first) {
    recorded.begin();
    long steps = (long) learn().epochs() * learn().dls().train().size();
    interval = Math.max(1, (steps + histograms - 1) / Math.max(1, histograms));
    double now = now();
    EventFile opened = new EventFile(folder, (long) now);
    file = opened;
    opened.write(Events.version(now).toBytes());
    opened.write(Events.sessionStart(now, first).toBytes());
    write(first, Events.hyperparameters(hyperparameters, now));
  }

  @Override
  void numbers(Map<String, Double> values, long step) {
    List<ProtoMessage> messages = new ArrayList<>();
    values.forEach((name, value) -> messages.add(Events.number(name, value)));
    write(step, messages.toArray(ProtoMessage[]::new));
  }

  @Override
  void afterStep(long step) {
    if (histograms > 0 && step % interval == 0) {
      recorded
          .next(learn())
          .forEach((name, histogram) -> write(step, Events.histogram(name, histogram)));
    }
  }

  @Override
  void picture(String name, Drawing picture, long step) {
    write(step, Events.picture(name, picture));
  }

  /** Markdown would join lines that do not end in two spaces. */
  @Override
  void findings(String text, long step) {
    write(step, Events.text("findings", text.replace("\n", "  \n")));
  }

  @Override
  void end(Optional<Throwable> failure) {
    write(0, Events.hyperparametersEnd(failure.isPresent(), now()));
  }

  @Override
  public void cleanupFit() {
    super.cleanupFit();
    EventFile opened = file;
    if (opened != null) {
      file = null;
      opened.close();
    }
  }

  private void write(long step, ProtoMessage... values) {
    EventFile opened = file;
    if (opened != null) {
      opened.write(Events.summary(now(), step, values).toBytes());
    }
  }

  private static double now() {
    return System.currentTimeMillis() / 1e3;
  }
}
