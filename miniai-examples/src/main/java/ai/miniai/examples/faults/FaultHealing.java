package ai.miniai.examples.faults;

import ai.miniai.data.fashion.FashionMnist;
import ai.miniai.random.Seed;
import ai.miniai.treatment.Attempt;
import ai.miniai.treatment.Treatment;
import ai.miniai.treatment.TreatmentResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Treats broken programs, and counts those that it heals. What a program has learned is the share
 * of the error of guessing that is gone: of the share of wrong classes if the targets are classes,
 * and else of the validation loss. From half on it is well, as in {@link FaultOutcome}.
 */
final class FaultHealing {
  private final Supplier<FashionMnist> images;
  private final long seed;
  private final List<Healed> all = new ArrayList<>();

  /** What was learned before and after; 0 for what is worse than guessing. */
  private record Healed(double before, double after) {
    boolean wasSick() {
      return before < FaultOutcome.WELL;
    }

    boolean isHealed() {
      return wasSick() && after >= FaultOutcome.WELL;
    }

    boolean isBetter() {
      return after > before;
    }
  }

  FaultHealing(Supplier<FashionMnist> images, long seed) {
    this.images = images;
    this.seed = seed;
  }

  /** Trains and treats a program, and tells what was tried. One without a fault does not count. */
  String heal(String name, FaultCase one, Path folder) throws IOException {
    FaultProgram program = one.faulty();
    FaultTraining training = new FaultTraining(program, folder, images);
    Seed.set(seed);
    TreatmentResult result = new Treatment(changes -> training.learner(), program.epochs()).heal();
    var healed =
        new Healed(
            learned(result.first(), training.guessing()),
            learned(result.best(), training.guessing()));
    if (!one.isOrigin()) {
      all.add(healed);
    }
    return String.format(
        Locale.ROOT,
        "%s: learned %.2f > %.2f, %s%n%s%n",
        name,
        healed.before(),
        healed.after(),
        healed.isHealed() ? "healed" : healed.wasSick() ? "not healed" : "was well before",
        result);
  }

  private static double learned(Attempt attempt, OptionalDouble wrongByGuessing) {
    OptionalDouble accuracy = attempt.score().accuracy();
    return Math.max(
        0,
        accuracy.isPresent() && wrongByGuessing.isPresent()
            ? 1 - (1 - accuracy.getAsDouble()) / wrongByGuessing.getAsDouble()
            : attempt.score().quality());
  }

  /** How many are better and healed so far, and what they have gained. */
  String summary() {
    return String.format(
        Locale.ROOT,
        "%d of %d healed, %d were well before, %d better, learned on average %.2f > %.2f",
        count(Healed::isHealed),
        count(Healed::wasSick),
        count(one -> !one.wasSick()),
        count(Healed::isBetter),
        all.stream().mapToDouble(Healed::before).average().orElse(Double.NaN),
        all.stream().mapToDouble(Healed::after).average().orElse(Double.NaN));
  }

  private long count(Predicate<Healed> property) {
    return all.stream().filter(property).count();
  }
}
