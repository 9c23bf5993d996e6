package ai.miniai.examples.battery.tasks;

import ai.miniai.data.fashion.FashionMnist;
import ai.miniai.random.Seed;
import ai.miniai.treatment.Score;
import ai.miniai.treatment.Treatment;
import ai.miniai.treatment.TreatmentResult;
import com.google.common.base.Suppliers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Treats runs with a fault that a treatment could undo, and counts those that it heals. A run is
 * sick and healed by the rules for {@link TaskJudged} runs; but its quality is that of its {@link
 * Score}, 1 − loss / loss of guessing in validation, which does not depend on the targets' scale.
 */
public final class TaskHealing {
  private final Supplier<FashionMnist> images = Suppliers.memoize(FashionMnist::load);
  private final Map<TaskRun, Double> references = new HashMap<>();
  private final List<Healed> sick = new ArrayList<>();

  /** The qualities of a run before and after its treatment. */
  private record Healed(double before, double after, double reference) {
    boolean isHealed() {
      return after >= TaskJudged.HEALTHY * reference;
    }

    /** What is worse than guessing counts as guessing. */
    double gain() {
      return Math.max(0, after) - Math.max(0, before);
    }
  }

  /** The runs that can be treated, in the order of the battery. */
  public static Stream<TaskRun> runs() {
    return TaskRun.all().stream().filter(run -> run.fault().isTreatable());
  }

  /** Trains and treats a run, and says in one line what came of it. */
  public String heal(TaskRun run) {
    TreatmentResult result = treatment(run).heal();
    Score before = result.first().score();
    Score after = result.best().score();
    Healed healed =
        new Healed(
            before.quality(),
            after.quality(),
            references.computeIfAbsent(run.reference(), this::quality));
    boolean wasSick = healed.before() <= TaskJudged.SICK * healed.reference();
    if (wasSick) {
      sick.add(healed);
    }
    return String.format(
        Locale.ROOT,
        "%s: quality %s > %s (without the fault %.3f), %s: %s (%d attempts)",
        run.id(),
        before.qualityText(),
        after.qualityText(),
        healed.reference(),
        !wasSick ? "was not sick" : healed.isHealed() ? "healed" : "not healed",
        result.best().prescription(),
        result.attempts().size() - 1);
  }

  private double quality(TaskRun run) {
    return treatment(run).attempts(0).heal().first().score().quality();
  }

  private Treatment treatment(TaskRun run) {
    Seed.set(run.seed());
    return new Treatment(
        changes -> {
          Plan plan = plan(run);
          return plan.learner(plan.create());
        },
        plan(run).epochs);
  }

  private Plan plan(TaskRun run) {
    Plan plan = run.task().plan(images);
    run.fault().applyTo(plan);
    return plan;
  }

  /** How many of the sick runs so far are healed, and what they have gained. */
  public String summary() {
    return String.format(
        Locale.ROOT,
        "healed %d of %d sick runs, better %d, mean gain of quality %.2f",
        count(Healed::isHealed),
        sick.size(),
        count(one -> one.gain() > 0),
        sick.stream().mapToDouble(Healed::gain).average().orElse(Double.NaN));
  }

  private long count(Predicate<Healed> property) {
    return sick.stream().filter(property).count();
  }
}
