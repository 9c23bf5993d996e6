package ai.miniai.recording;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.callback.progress.LossHistory;
import ai.miniai.setup.Guessing;
import ai.miniai.setup.RunSetup;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Lists;
import com.google.common.primitives.ImmutableDoubleArray;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * All recordings of one fit, to be stored ({@link RecordingJson}) and examined. {@link
 * RunRecorderCB} creates one.
 *
 * @param recordings at most one per quantity
 * @param losses the losses of each training batch and validation pass; empty if not recorded
 * @param classes the number of classes, if it is known and the model is a classifier
 * @param nanos how long the fit took, in nanoseconds; 0 if not known
 * @param setup how the run was set up, as far as it is known
 * @param guessing the losses of guessing, as far as they are known
 */
public record RunRecord(
    List<Recording> recordings,
    LossHistory losses,
    OptionalInt classes,
    long nanos,
    RunSetup setup,
    Guessing guessing) {
  private static final LossHistory NO_LOSSES =
      new LossHistory(ImmutableList.of(), ImmutableList.of());

  /** Throws an {@link IllegalArgumentException} if there are two recordings of a quantity. */
  public RunRecord {
    recordings = ImmutableList.copyOf(recordings);
    Set<Quantity> seen = EnumSet.noneOf(Quantity.class);
    for (Recording recording : recordings) {
      checkArgument(
          seen.add(recording.quantity()),
          "a run has one recording of %s, not two",
          recording.quantity().label());
    }
  }

  /** A record of a run whose setup is unknown. */
  public RunRecord(
      List<Recording> recordings, LossHistory losses, OptionalInt classes, long nanos) {
    this(recordings, losses, classes, nanos, RunSetup.UNKNOWN, Guessing.UNKNOWN);
  }

  /** A record of these recordings only. */
  public static RunRecord of(List<Recording> recordings) {
    return new RunRecord(ImmutableList.copyOf(recordings), NO_LOSSES, OptionalInt.empty(), 0);
  }

  /**
   * The same, as it is now: it does not change while the run goes on, so that other threads may
   * read it. It shares all numbers with this one and takes little time. To be called by the thread
   * that trains, between two batches.
   */
  public RunRecord copy() {
    return new RunRecord(
        Lists.transform(recordings, Recording::copy), losses, classes, nanos, setup, guessing);
  }

  /** The recording of a quantity; empty if it was not recorded. */
  public Optional<Recording> recording(Quantity quantity) {
    return recordings.stream().filter(recording -> recording.quantity() == quantity).findFirst();
  }

  /**
   * The update : weight ratio of each parameter in each column: the norm of the update divided by
   * that of the parameter before it. Healthy near 10⁻³. NaN if it is not known, or if the parameter
   * was all zeros. Empty if parameters and updates were not recorded together.
   */
  public Map<String, ImmutableDoubleArray> updateRatios() {
    Optional<Recording> parameters = recording(Quantity.PARAMETERS);
    Optional<Recording> updates = recording(Quantity.UPDATES);
    return parameters.isPresent() && updates.isPresent()
        ? updateRatios(parameters.get(), updates.get())
        : ImmutableMap.of();
  }

  private static ImmutableMap<String, ImmutableDoubleArray> updateRatios(
      Recording parameters, Recording updates) {
    checkArgument(
        parameters.columns().equals(updates.columns()),
        "parameters and updates were not recorded together: their columns differ");
    ImmutableMap.Builder<String, ImmutableDoubleArray> ratios = ImmutableMap.builder();
    for (LayerStats update : updates.layers()) {
      List<Distribution> steps = update.columns();
      List<Distribution> values = parameters.layer(update.name()).columns();
      ImmutableDoubleArray.Builder each = ImmutableDoubleArray.builder(steps.size());
      for (int i = 0; i < steps.size(); i++) {
        each.add(ratio(steps.get(i).rms(), values.get(i).rms()));
      }
      ratios.put(update.name(), each.build());
    }
    return ratios.buildOrThrow();
  }

  private static double ratio(double update, double parameter) {
    return parameter > 0 ? update / parameter : Double.NaN;
  }

  /**
   * Where the first NaN or infinity was. Within a batch, quantities are ordered by time; for
   * example, activations come before gradients. Empty if all recorded values were finite.
   */
  public Optional<Recording.Trouble> firstNonFinite() {
    return recordings.stream()
        .flatMap(recording -> recording.firstNonFinite().stream())
        .min(
            Comparator.comparing((Recording.Trouble trouble) -> trouble.first().place())
                .thenComparing(Recording.Trouble::quantity)
                .thenComparingInt(trouble -> trouble.first().order()));
  }
}
