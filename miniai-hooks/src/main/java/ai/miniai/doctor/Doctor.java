package ai.miniai.doctor;

import ai.miniai.learner.Learner;
import ai.miniai.recording.RunRecord;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
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

  private static final ImmutableList<Detector> DETECTORS =
      ImmutableList.of(
          new ShapeMismatch(),
          new GradientsKept(),
          new ConstantTargets(),
          new ConstantOutput(),
          new OutputMismatch(),
          new TargetRange(),
          new ConflictingTargets(),
          new SortedTargets(),
          new InputScale(),
          new TargetScale(),
          new IdleLayers(),
          new NeverLearns(),
          new SmallNormBatch(),
          new StrongDropout(),
          new StrongWeightDecay(),
          new EqualWeights(),
          new SummedLoss(),
          new LargeStart(),
          new VanishingActivations(),
          new RiseAndCrash(),
          new UpdateSize(),
          new OscillatingLoss(),
          new ExplodingActivations(),
          new GradientsAcrossDepth(),
          new DeadLayer(),
          new SaturatedActivations(),
          new NonFiniteValues(),
          new ChancePlateau(),
          new WrongMode(),
          new TrainingValidationDrift(),
          new BelowChance(),
          new ValidationFailure(),
          new Overfitting(),
          new SlowProgress(),
          new StillFalling());

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
   * What is wrong before a fit: the last activation against the loss, inputs and targets, the order
   * of the data, initial weights, the size of the first steps. Ten batches are trained on trial;
   * afterwards the model, the random numbers and all else are as before.
   */
  public Diagnosis checkup(Learner learner) {
    return Checkup.of(learner);
  }

  /**
   * The diagnosis of a run that is over. For each pattern it uses the worst finding over the course
   * of the run, as a {@link DoctorCB} would have reported it.
   */
  public Diagnosis examine(RunRecord record) {
    int batches = Vitals.batches(record);
    int planned = Math.max(batches, record.setup().plannedBatches());
    Map<Pattern, Finding> worst = worst(record, batches, planned);
    Vitals all = Vitals.of(record, batches, planned);
    List<Finding> last = findings(all);
    last.forEach(finding -> keepWorse(worst, finding));
    Hindsight.revise(worst, all, last);
    return diagnosis(worst.values(), record);
  }

  /** The worst finding of each pattern in the examinations before {@code batches}. */
  static Map<Pattern, Finding> worst(RunRecord record, int batches, int planned) {
    Map<Pattern, Finding> worst = new EnumMap<>(Pattern.class);
    for (int now = firstExamination(); now < batches; now = nextExamination(now)) {
      findings(Vitals.of(record, now, planned)).forEach(finding -> keepWorse(worst, finding));
    }
    return worst;
  }

  /**
   * The diagnosis for the first part of a run, as if the rest were still to come.
   *
   * @param batches the number of training batches to examine
   * @param planned the number of training batches of the whole run
   */
  public Diagnosis examine(RunRecord record, int batches, int planned) {
    return diagnosis(findings(Vitals.of(record, batches, planned)), record);
  }

  /**
   * Keeps a finding unless there is a worse one of its pattern. A later one of the same severity
   * replaces an earlier one, because it has more evidence.
   */
  static void keepWorse(Map<Pattern, Finding> worst, Finding finding) {
    Finding before = worst.get(finding.pattern());
    if (before == null || finding.severity().compareTo(before.severity()) >= 0) {
      worst.put(finding.pattern(), finding);
    }
  }

  /** The findings for the run so far, at most one for each pattern. */
  static ImmutableList<Finding> findings(Vitals run) {
    return DETECTORS.stream()
        .map(detector -> detector.find(run))
        .flatMap(Optional::stream)
        .collect(ImmutableList.toImmutableList());
  }

  /** Orders findings by cause and effect. */
  static Diagnosis diagnosis(Collection<Finding> findings, RunRecord record) {
    return CausalGraph.diagnosis(once(findings), new Advice(record.setup()), checked(record));
  }

  /** That a loss stays or falls slowly is told; that it still fell a little need not be. */
  private static List<Finding> once(Collection<Finding> findings) {
    boolean told =
        findings.stream()
            .map(Finding::pattern)
            .anyMatch(EnumSet.of(Pattern.PLATEAU, Pattern.LEARNS_SLOWLY)::contains);
    return findings.stream()
        .filter(finding -> !(told && finding.pattern() == Pattern.STILL_FALLING))
        .toList();
  }

  /** What is in {@code record} to be examined, each once: targets may be recorded and counted. */
  private static ImmutableList<String> checked(RunRecord record) {
    ImmutableSet.Builder<String> checked = ImmutableSet.builder();
    if (!record.losses().training().isEmpty()) {
      checked.add("loss");
    }
    if (!record.losses().validation().isEmpty()) {
      checked.add("validation");
    }
    record.recordings().forEach(recording -> checked.add(recording.quantity().label()));
    if (record.setup().targets().isPresent()) {
      checked.add("targets");
    }
    if (record.setup().loss().isPresent()) {
      checked.add("last layer against loss");
    }
    return checked.build().asList();
  }
}
