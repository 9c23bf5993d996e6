package ai.miniai.recording;

import ai.miniai.callback.Callback;
import ai.miniai.callback.progress.LossLog;
import ai.miniai.data.Batch;
import ai.miniai.nn.Outputs;
import ai.miniai.nn.StateDicts;
import ai.miniai.nn.Stateful;
import ai.miniai.tensor.Tensor;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.Map;
import java.util.OptionalInt;

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
public final class RunRecorderCB extends Callback implements Stateful {
  private static final String NANOS = "nanos";

  private final ImmutableList<RecordingSource> sources;
  private final LossLog losses = new LossLog();
  private OptionalInt classes = OptionalInt.empty();
  private boolean running;
  private long started;
  private long nanos;

  /** {@code sources}: callbacks of the same fit; at most one of them per quantity. */
  public RunRecorderCB(RecordingSource... sources) {
    this.sources = ImmutableList.copyOf(sources);
  }

  /** The record of the last fit so far. */
  public RunRecord record() {
    return new RunRecord(
        sources.stream()
            .flatMap(source -> source.recordings().stream())
            .collect(ImmutableList.toImmutableList()),
        losses.history(),
        classes,
        nanos());
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
    running = true;
    started = System.nanoTime();
  }

  @Override
  public void beforeEpoch() {
    losses.beforeEpoch();
  }

  @Override
  public void afterBatch() {
    losses.afterBatch(learn());
    if (training()) {
      classes = classes(batch(), learn().outputs());
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
  }

  @Override
  public void cleanupFit() {
    nanos = nanos();
    running = false;
  }

  @Override
  public Map<String, Tensor> stateDict() {
    return ImmutableMap.<String, Tensor>builder()
        .putAll(losses.stateDict())
        .put(NANOS, StateDicts.tensor((double) nanos()))
        .buildOrThrow();
  }

  @Override
  public void loadStateDict(Map<String, Tensor> state) {
    losses.loadStateDict(state);
    started = System.nanoTime() - (long) StateDicts.values(state, NANOS, 1)[0];
  }
}
