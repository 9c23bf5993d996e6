package ai.miniai.doctor;

import ai.miniai.recording.RunRecord;
import com.google.common.collect.ImmutableList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Examines the recorded statistics of a run for patterns of failure. It only reads: the same record
 * gives the same findings, during the run or long afterwards.
 */
public final class Doctor {
  /**
   * The number of training batches between two examinations, at first; later 5 % of the run so far.
   */
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

  /** The number of batches before the first examination. */
  static int firstExamination() {
    return BETWEEN;
  }

  /**
   * The number of batches before the next examination, if the last one was after {@code batches}.
   */
  static int nextExamination(int batches) {
    return Math.max(batches + BETWEEN, (int) (GROWTH * batches));
  }

  /** Whether {@code record} contains anything about training that can be judged. */
  public static boolean canJudge(RunRecord record) {
    return Vitals.batches(record) > 0;
  }

  /**
   * The findings of a finished run, the worst first. For each pattern it returns the worst finding
   * over the course of the run, as a {@link DoctorCB} would have reported it.
   */
  public List<Finding> examine(RunRecord record) {
    int planned = Vitals.batches(record);
    Map<String, Finding> worst = new LinkedHashMap<>();
    for (int now = firstExamination(); now < planned; now = nextExamination(now)) {
      examine(record, now, planned).forEach(finding -> keepWorse(worst, finding));
    }
    examine(record, planned, planned).forEach(finding -> keepWorse(worst, finding));
    return worstFirst(worst.values());
  }

  /**
   * Keeps a finding unless there is a worse one of its pattern. A later one of the same severity
   * replaces an earlier one, because it has more evidence.
   *
   * @return whether it is the first of its pattern, or worse than the previous ones
   */
  static boolean keepWorse(Map<String, Finding> worst, Finding finding) {
    Finding before = worst.get(finding.pattern());
    int change = before == null ? 1 : finding.severity().compareTo(before.severity());
    if (change >= 0) {
      worst.put(finding.pattern(), finding);
    }
    return change > 0;
  }

  /**
   * Sorts by severity, the worst first; within a severity, findings that name a place come first.
   */
  static ImmutableList<Finding> worstFirst(Collection<Finding> findings) {
    return ImmutableList.sortedCopyOf(
        Comparator.comparing(Finding::severity)
            .reversed()
            .thenComparing(finding -> finding.path().isEmpty()),
        findings);
  }

  /**
   * The findings for the first part of a run, as if the rest were still to come.
   *
   * @param batches the number of training batches to examine
   * @param planned the number of training batches of the whole run
   */
  public List<Finding> examine(RunRecord record, int batches, int planned) {
    return examine(Vitals.of(record, batches, planned));
  }

  /** The findings for the run so far, the worst first; at most one for each pattern. */
  ImmutableList<Finding> examine(Vitals run) {
    return worstFirst(
        PATTERNS.stream().map(pattern -> pattern.find(run)).flatMap(Optional::stream).toList());
  }
}
