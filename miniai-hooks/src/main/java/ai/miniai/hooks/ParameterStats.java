package ai.miniai.hooks;

import ai.miniai.callback.Callback;
import ai.miniai.nn.StateDicts;
import ai.miniai.nn.Stateful;
import ai.miniai.recording.DistributionRecorder;
import ai.miniai.recording.Place;
import ai.miniai.recording.Quantity;
import ai.miniai.recording.Recording;
import ai.miniai.recording.RecordingSource;
import ai.miniai.recording.RunRecord;
import ai.miniai.recording.SafeRecorder;
import ai.miniai.tensor.Tensor;
import ai.miniai.tensor.Updates;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import com.google.common.primitives.ImmutableDoubleArray;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Records mean, standard deviation and histogram of each parameter, of its gradient, and of its
 * update by the step, in every training batch of a fit. {@link #updateRatios} shows whether the
 * learning rate suits each parameter.
 *
 * <pre>{@code
 * var parameters = new ParameterStats();
 * learn.fit(1, parameters);
 * Plots.updateRatios(parameters).save(Path.of("updates.png"));
 * }</pre>
 *
 * <p>The columns are those of {@link ActivationStats}. If a parameter has no gradient at the step
 * (it is frozen, or gradients are still being accumulated), neither a gradient nor an update is
 * recorded. The update is the difference from a copy that is kept during the batch.
 */
public class ParameterStats extends Callback implements Stateful, RecordingSource {
  private final Predicate<String> filter;
  private final DistributionRecorder parameters = new DistributionRecorder(Quantity.PARAMETERS);
  private final DistributionRecorder gradients =
      new DistributionRecorder(Quantity.PARAMETER_GRADIENTS);
  private final DistributionRecorder updates = new DistributionRecorder(Quantity.UPDATES);
  private final ImmutableList<DistributionRecorder> recorders =
      ImmutableList.of(parameters, gradients, updates);
  private final SafeRecorder safeParameters = safe(parameters);
  private final SafeRecorder safeGradients = safe(gradients);
  private final SafeRecorder safeUpdates = safe(updates);
  private final List<Change> changes = new ArrayList<>();
  private Cadence cadence = Cadence.ALL;

  /** A parameter that the step will change, and a copy of it from before. */
  private record Change(String name, Tensor parameter, Tensor before) {
    Tensor difference() {
      Tensor difference = copy(parameter);
      difference.update(array -> Updates.addScaled(array, -1, before.array()));
      return difference;
    }
  }

  private static SafeRecorder safe(DistributionRecorder recorder) {
    return new SafeRecorder("ParameterStats (" + recorder.quantity().label() + ")", recorder);
  }

  private Stream<SafeRecorder> safe() {
    return Stream.of(safeParameters, safeGradients, safeUpdates);
  }

  /** For every parameter. */
  public ParameterStats() {
    this(name -> true);
  }

  /** For the parameters whose name (such as {@code "0.1.weight"}) the filter accepts. */
  public ParameterStats(Predicate<String> filter) {
    this.filter = filter;
  }

  /** Like {@link ActivationStats#atMost}. */
  public final ParameterStats atMost(int columns) {
    recorders.forEach(recorder -> recorder.atMost(columns));
    return this;
  }

  /** Like {@link ActivationStats#every}. */
  public final ParameterStats every(int n) {
    return at(new Cadence(n, 0));
  }

  /** Like {@link ActivationStats#at}. */
  public final ParameterStats at(Cadence batches) {
    cadence = batches;
    return this;
  }

  /** After the callbacks that change gradients. */
  @Override
  public int order() {
    return 20;
  }

  /** Parameters, updates, and gradients that have been exchanged are the same on all ranks. */
  @Override
  public boolean onRank(int rank) {
    return rank == 0;
  }

  private Map<String, Tensor> watched() {
    return Maps.filterKeys(model().parameters(), filter::test);
  }

  @Override
  public boolean inTryOut() {
    return false;
  }

  @Override
  public void beforeFit() {
    safe().forEach(recorder -> recorder.begin(watched().keySet()));
    recorders.forEach(recorder -> recorder.batchesPerPass(learn().dls().train().size()));
  }

  @Override
  public void afterBackward() {
    if (cadence.includes(learn())) {
      Place place = new Place(epoch(), learn().iteration(), true);
      safe().forEach(recorder -> recorder.beginColumn(place));
      watched().forEach(this::recordBefore);
    }
  }

  private void recordBefore(String name, Tensor parameter) {
    safeParameters.add(name, parameter);
    Tensor gradient = parameter.lendGrad();
    if (gradient != null && parameter.requiresGrad()) {
      safeGradients.add(name, gradient);
      safeUpdates.guard(() -> changes.add(new Change(name, parameter, copy(parameter))));
    }
  }

  private static Tensor copy(Tensor tensor) {
    return Tensor.wrap(tensor.read(Updates::copyOf));
  }

  @Override
  public void afterStep() {
    changes.forEach(change -> safeUpdates.add(change.name, change::difference));
  }

  @Override
  public void cleanupBatch() {
    changes.clear();
  }

  /** The recordings so far: parameters, their gradients, and updates. */
  @Override
  public final List<Recording> recordings() {
    return recorders.stream()
        .map(DistributionRecorder::recording)
        .collect(ImmutableList.toImmutableList());
  }

  /** Like {@link RunRecord#updateRatios}. */
  public final Map<String, ImmutableDoubleArray> updateRatios() {
    return RunRecord.of(recordings()).updateRatios();
  }

  @Override
  public final Map<String, Tensor> stateDict() {
    ImmutableMap.Builder<String, Tensor> state = ImmutableMap.builder();
    recorders.forEach(
        recorder -> state.putAll(StateDicts.prefixed(key(recorder), recorder.stateDict())));
    return state.buildOrThrow();
  }

  @Override
  public final void loadStateDict(Map<String, Tensor> state) {
    recorders.forEach(recorder -> recorder.loadStateDict(StateDicts.under(key(recorder), state)));
  }

  private static String key(DistributionRecorder recorder) {
    return recorder.quantity().name();
  }
}
