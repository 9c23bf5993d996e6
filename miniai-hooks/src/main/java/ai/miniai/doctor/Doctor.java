package ai.miniai.doctor;

import ai.miniai.recording.RunRecord;
import com.google.common.collect.ImmutableList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Looks through what was recorded of a run for patterns of failure. It only reads: the same record
 * gives the same findings, during the run or long after it.
 */
public final class Doctor {
  /** Training batches between two examinations, at first; later a twentieth of the run so far. */
  private static final int BETWEEN = 10;

  private static final double GROWTH = 1.05;

  private static final ImmutableList<Pattern> PATTERNS =
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
          new ValidationFailure(),
          new SlowProgress(),
          new InputScale(),
          new NeverLearns(),
          new IdleLayers());

  /** The first batch after which there is an examination. */
  static int firstExamination() {
    return BETWEEN;
  }

  /**
   * The number of batches after which the examination that follows one after {@code batches} is.
   */
  static int nextExamination(int batches) {
    return Math.max(batches + BETWEEN, (int) (GROWTH * batches));
  }

  /** Whether {@code record} holds anything of a training that can be judged. */
  public static boolean canJudge(RunRecord record) {
    return Vitals.batches(record) > 0;
  }

  /**
   * What a run that is over has shown on its way, the worst first: of each pattern the worst
   * finding, as a {@link DoctorCB} would have told of it.
   */
  public ImmutableList<Finding> examine(RunRecord record) {
    int planned = Vitals.batches(record);
    Map<String, Finding> worst = new LinkedHashMap<>();
    for (int now = firstExamination(); now < planned; now = nextExamination(now)) {
      examine(record, now, planned).forEach(finding -> keepWorse(worst, finding));
    }
    examine(record, planned, planned).forEach(finding -> keepWorse(worst, finding));
    return worstFirst(worst.values());
  }

  /**
   * Notes a finding unless there is a worse one of its pattern: a later one of the same severity
   * has more evidence.
   *
   * @return whether it is the first of its pattern, or worse than those before
   */
  static boolean keepWorse(Map<String, Finding> worst, Finding finding) {
    Finding before = worst.get(finding.pattern());
    int change = before == null ? 1 : finding.severity().compareTo(before.severity());
    if (change >= 0) {
      worst.put(finding.pattern(), finding);
    }
    return change > 0;
  }

  /** The worst first; of the same severity those that name a place before those that name none. */
  static ImmutableList<Finding> worstFirst(Collection<Finding> findings) {
    return ImmutableList.sortedCopyOf(
        Comparator.comparing(Finding::severity)
            .reversed()
            .thenComparing(finding -> finding.path().isEmpty()),
        findings);
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
    return worstFirst(
        PATTERNS.stream().map(pattern -> pattern.find(run)).flatMap(Optional::stream).toList());
  }
}
