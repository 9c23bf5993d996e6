package ai.miniai.doctor;

import ai.miniai.hooks.RunRecord;
import com.google.common.collect.ImmutableList;
import java.util.Comparator;
import java.util.Optional;

/**
 * Looks through what was recorded of a run for patterns of failure. It only reads: the same record
 * gives the same findings, during the run or long after it.
 */
public final class Doctor {
  private static final ImmutableList<Pattern> ALL =
      ImmutableList.of(
          new NonFiniteValues(),
          new RiseAndCrash(),
          new ChancePlateau(),
          new ExplodingActivations(),
          new VanishingActivations(),
          new GradientsAcrossDepth(),
          new DeadLayer(),
          new SaturatedActivations(),
          new UpdateSize(),
          new TrainingValidationDrift(),
          new InputScale(),
          new NeverLearns(),
          new IdleLayers());

  private final ImmutableList<Pattern> patterns;

  /** One who knows all patterns. */
  public Doctor() {
    this(ALL);
  }

  Doctor(ImmutableList<Pattern> patterns) {
    this.patterns = patterns;
  }

  /** What a run that is over shows, the worst first; at most one finding of each pattern. */
  public ImmutableList<Finding> examine(RunRecord record) {
    return examine(Vitals.of(record, Integer.MAX_VALUE, 0));
  }

  /**
   * What the beginning of a run shows, as if the rest were still to come.
   *
   * @param batches the number of training batches that are looked at
   * @param planned the number of training batches of the whole run
   */
  public ImmutableList<Finding> examine(RunRecord record, int batches, int planned) {
    return examine(Vitals.of(record, batches, planned));
  }

  /** What the run shows so far, the worst first; at most one finding of each pattern. */
  ImmutableList<Finding> examine(Vitals run) {
    return patterns.stream()
        .map(pattern -> pattern.find(run))
        .flatMap(Optional::stream)
        .sorted(Comparator.comparing(Finding::severity).reversed())
        .collect(ImmutableList.toImmutableList());
  }
}
