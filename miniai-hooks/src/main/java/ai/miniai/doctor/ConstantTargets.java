package ai.miniai.doctor;

import ai.miniai.doctor.Remedy.Action;
import ai.miniai.setup.TargetInfo;
import java.util.Optional;

/** All training targets are the same, so there is nothing to learn. */
final class ConstantTargets implements Detector {
  /** In a smaller data set, on which one tries whether a network can learn at all, it is usual. */
  static final int ITEMS = 16;

  @Override
  public Optional<Finding> find(Vitals run) {
    int pass = run.setup().batchesPerPass();
    return run.setup()
        .targets()
        .filter(targets -> pass > 0 && run.loss().batches() >= pass)
        .filter(targets -> (long) pass * run.setup().batchSize() >= ITEMS)
        .filter(ConstantTargets::isConstant)
        .map(
            targets ->
                new Finding.Builder(run, Pattern.CONSTANT_TARGETS)
                    .severity(Severity.SICK)
                    .says(
                        "All %s targets that were looked at are the same: %s.",
                        Numbers.whole(targets.items()),
                        Targets.areClasses(targets)
                            ? "class " + Numbers.text(mostFrequent(targets))
                            : Numbers.text(targets.mean()))
                    .means(
                        "A model that always answers this is perfect, and useless. Labels are often"
                            + " lost when they are converted: divided as whole numbers, or read from"
                            + " the wrong column.")
                    .remedies(Remedy.of(Action.CHECK_LABELS))
                    .build());
  }

  private static boolean isConstant(TargetInfo targets) {
    return targets.classCounts().isEmpty() ? targets.std() == 0 : targets.classesSeen() == 1;
  }

  private static int mostFrequent(TargetInfo targets) {
    int best = 0;
    for (int i = 1; i < targets.classCounts().length(); i++) {
      best = targets.classCounts().get(i) > targets.classCounts().get(best) ? i : best;
    }
    return best;
  }
}
