package ai.miniai.recording;

import ai.miniai.callback.Callback;
import ai.miniai.callback.FitTotals;
import ai.miniai.callback.progress.LossLog;
import ai.miniai.data.Batch;
import ai.miniai.nn.Outputs;
import ai.miniai.nn.StateDicts;
import ai.miniai.nn.Stateful;
import ai.miniai.setup.LoopHabits;
import ai.miniai.setup.SetupObserver;
import ai.miniai.setup.TrainingSetup;
import ai.miniai.tensor.Deferred;
import ai.miniai.tensor.Host;
import ai.miniai.tensor.Tensor;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Combines all recordings of a fit and its losses into a {@link RunRecord}.
 *
 * <pre>{@code
 * var activations = new ActivationStats(Conv2d.class);
 * var gradients = new GradientStats(Conv2d.class);
 * var run = new RunRecorderCB(activations, gradients);
 * learn.fit(1, activations, gradients, run);
 * RecordingJson.write(run.record(), Path.of("run.json"));
 * }</pre>
 */
public final class RunRecorderCB extends Callback implements Stateful, FitTotals {
  /** The name of the inputs in their recording, if there is one. */
  public static final String INPUT = "(input)";

  /** The same for the targets. */
  public static final String TARGET = "(target)";

  /** A habit of the loop shows in its first steps: later ones need not be looked at. */
  private static final int FIRST_STEPS = 10;

  private static final String NANOS = "nanos";
  private static final String LOSSES = "losses";
  private static final String DATA = "data";
  private static final String SETUP = "setup";

  private final ImmutableList<RecordingSource> sources;
  private final LossLog losses = new LossLog();
  private final SetupObserver setup = new SetupObserver();
  private final DataRecorder data = new DataRecorder();
  private OptionalInt classes = OptionalInt.empty();
  private @Nullable Deferred loss;
  private boolean spoilt;
  private boolean stepped;
  private boolean running;
  private long started;
  private long nanos;

  /** {@code sources}: callbacks of the same fit; at most one of them per quantity. */
  public RunRecorderCB(RecordingSource... sources) {
    this.sources = ImmutableList.copyOf(sources);
  }

  /** The record of the last fit so far. */
  public RunRecord record() {
    ImmutableList.Builder<Recording> recordings = ImmutableList.builder();
    sources.forEach(source -> recordings.addAll(source.recordings()));
    recordings.addAll(data.recordings());
    return new RunRecord(
        recordings.build(),
        losses.history(),
        classes,
        nanos(),
        setup.setup().inOrderOf(ran()),
        setup.guessing());
  }

  /** The layers in the order in which they ran; those that never ran come first. */
  private List<String> ran() {
    return sources.stream()
        .flatMap(source -> source.recordings().stream())
        .filter(recording -> recording.quantity() == Quantity.ACTIVATIONS)
        .flatMap(recording -> recording.layers().stream())
        .sorted(Comparator.comparing(LayerStats::hasValues))
        .map(LayerStats::name)
        .toList();
  }

  /** The duration of the last fit, or of the current one so far. */
  private long nanos() {
    return running ? System.nanoTime() - started : nanos;
  }

  @Override
  public boolean inTryOut() {
    return false;
  }

  @Override
  public void beforeFit() {
    losses.beforeFit();
    classes = OptionalInt.empty();
    data.begin(learn().dls().train().size());
    setup.begin(TrainingSetup.of(learn()));
    loss = null;
    spoilt = false;
    stepped = false;
    running = true;
    started = System.nanoTime();
  }

  @Override
  public void beforeEpoch() {
    losses.beforeEpoch();
  }

  /** Gradients that are still there after one of the first steps are never cleared. */
  @Override
  public void beforeBatch() {
    boolean early = training() && batchInPass() < FIRST_STEPS;
    if (early && stepped && TrainingSetup.keepsGradients(learn())) {
      setup.note(new LoopHabits(true, false));
    }
    stepped = false;
  }

  @Override
  public void afterStep() {
    stepped = true;
    setup.step(learn().opt().groups().get(0).lr());
  }

  @Override
  public void afterPredict() {
    if (isWanted()) {
      recordData();
    }
  }

  private void recordData() {
    Place here = new Place(epoch(), learn().iteration(), training());
    data.add(here, learn().inputs(), learn().targets());
  }

  private boolean isWanted() {
    return SetupObserver.isWanted(batchInPass());
  }

  private int batchInPass() {
    return (training() ? epoch() * learn().dls().train().size() : 0) + learn().iteration();
  }

  @Override
  public void afterBatch() {
    observe();
    losses.afterBatch(learn());
    if (training()) {
      loss = spoilt || isWanted() ? null : Host.later(learn().loss());
      classes = classes(batch(), learn().outputs());
    }
  }

  /** The data of the batch whose loss is the first that is not finite may be damaged. */
  @Override
  public void cleanupBatch() {
    Deferred last = loss;
    loss = null;
    if (last != null && !Double.isFinite(last.item())) {
      spoilt = true;
      recordData();
    }
  }

  private void observe() {
    if (isWanted() && learn().outputs().size() == 1 && learn().targets().size() == 1) {
      Tensor output = learn().outputs().list().get(0);
      Tensor target = learn().targets().get(0);
      if (training()) {
        setup.compare(learn().inputs(), target);
        setup.train(batchInPass(), output, target, learn().lossFunction(), learn().loss());
      } else {
        setup.validate(output, target, learn().lossFunction());
      }
    }
  }

  /** The number of logits if the targets are labels. */
  private static OptionalInt classes(Batch batch, Outputs outputs) {
    boolean labels = batch.tensors().size() == 2 && !batch.y().dataType().isFPType();
    return labels && outputs.size() == 1 && outputs.only().rank() == 2
        ? OptionalInt.of((int) outputs.only().size(1))
        : OptionalInt.empty();
  }

  @Override
  public void afterEpoch() {
    losses.afterEpoch(learn());
    if (!training()) {
      setup.endPass();
    }
  }

  @Override
  public void cleanupFit() {
    nanos = nanos();
    running = false;
  }

  @Override
  public Map<String, Tensor> share() {
    return ImmutableMap.<String, Tensor>builder()
        .putAll(StateDicts.prefixed(LOSSES, losses.stateDict()))
        .putAll(StateDicts.prefixed(DATA, data.stateDict()))
        .buildOrThrow();
  }

  @Override
  public void add(Map<String, Tensor> share) {
    losses.combineItems(StateDicts.under(LOSSES, share));
    data.combineItems(StateDicts.under(DATA, share));
  }

  @Override
  public Map<String, Tensor> stateDict() {
    return ImmutableMap.<String, Tensor>builder()
        .putAll(losses.stateDict())
        .putAll(data.stateDict())
        .putAll(StateDicts.prefixed(SETUP, setup.stateDict()))
        .put(NANOS, StateDicts.tensor((double) nanos()))
        .buildOrThrow();
  }

  @Override
  public void loadStateDict(Map<String, Tensor> state) {
    losses.loadStateDict(state);
    data.loadStateDict(state);
    setup.loadStateDict(StateDicts.under(SETUP, state));
    started = System.nanoTime() - (long) StateDicts.values(state, NANOS, 1)[0];
  }
}
