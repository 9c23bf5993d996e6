package ai.miniai.hooks;

import ai.miniai.callback.During;
import ai.miniai.callback.FitTotals;
import ai.miniai.nn.Module;
import ai.miniai.nn.Outputs;
import ai.miniai.nn.Stateful;
import ai.miniai.recording.DistributionRecorder;
import ai.miniai.recording.LayerStats;
import ai.miniai.recording.Place;
import ai.miniai.recording.Recording;
import ai.miniai.recording.RecordingSource;
import ai.miniai.recording.SafeRecorder;
import ai.miniai.tensor.Tensor;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.Lists;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Records the tensors that hooks on modules get, with one column per batch. What cannot be recorded
 * is skipped, see {@link SafeRecorder}.
 */
abstract class ModuleStats extends HooksCallback implements Stateful, RecordingSource, FitTotals {
  private final DistributionRecorder recorder;
  private final SafeRecorder safe;
  private Cadence cadence = Cadence.ALL;
  private boolean inBatch;

  ModuleStats(
      String name, DistributionRecorder recorder, Predicate<? super Module> filter, During during) {
    this(new SafeRecorder(name, recorder), recorder, filter, during);
  }

  private ModuleStats(
      SafeRecorder safe,
      DistributionRecorder recorder,
      Predicate<? super Module> filter,
      During during) {
    super(new Recorded(safe), filter, during, null);
    this.safe = safe;
    this.recorder = recorder;
  }

  /** Records each output; those that have names as layers of their own. */
  private record Recorded(SafeRecorder safe) implements HookFunction {
    @Override
    public void call(Hook hook, Module module, List<Tensor> inputs, Tensor output) {
      safe.add(hook.name(), output);
    }

    @Override
    public void callAll(Hook hook, Module module, List<Tensor> inputs, Outputs outputs) {
      if (outputs.named().containsKey(Outputs.UNNAMED)) {
        safe.add(hook.name(), outputs.only());
      } else {
        safe.addParts(hook.name(), outputs.named());
      }
    }
  }

  ModuleStats atMost(int columns) {
    recorder.atMost(columns);
    return this;
  }

  ModuleStats every(int n) {
    return at(new Cadence(n, 0));
  }

  ModuleStats at(Cadence batches) {
    cadence = batches;
    return this;
  }

  @Override
  public void beforeFit() {
    super.beforeFit();
    recorder.batchesPerPass(learn().dls().train().size());
    hooks().forEach(hook -> recorder.label(hook.name(), hook.label()));
    safe.begin(Lists.transform(hooks(), Hook::name));
  }

  @Override
  public void beforeBatch() {
    inBatch = cadence.includes(learn());
    if (watching()) {
      safe.beginColumn(new Place(epoch(), learn().iteration(), training()));
    }
  }

  @Override
  public void cleanupBatch() {
    inBatch = false;
  }

  /** Not between batches: a forward pass there belongs to no column. */
  @Override
  protected boolean watching() {
    return inBatch && super.watching();
  }

  /** Tells that a module has run, for the order of the layers. */
  final void ran(Hook hook, Outputs outputs) {
    if (outputs.named().containsKey(Outputs.UNNAMED)) {
      safe.ran(hook.name());
    } else {
      safe.ranParts(hook.name(), outputs.named().keySet());
    }
  }

  /** The statistics of each layer, in the order in which they ran first, then all others. */
  public final List<LayerStats> layers() {
    return recorder.layers();
  }

  /** The recording so far, for plots or files. */
  public final Recording recording() {
    return recorder.recording();
  }

  @Override
  public final List<Recording> recordings() {
    return ImmutableList.of(recording());
  }

  @Override
  public final Map<String, Tensor> share() {
    return stateDict();
  }

  @Override
  public final void add(Map<String, Tensor> share) {
    recorder.combineItems(share);
  }

  @Override
  public final Map<String, Tensor> stateDict() {
    return recorder.stateDict();
  }

  @Override
  public final void loadStateDict(Map<String, Tensor> state) {
    recorder.loadStateDict(state);
  }
}
