package ai.miniai.treatment;

import ai.miniai.doctor.Diagnosis;
import ai.miniai.doctor.Finding;
import ai.miniai.doctor.Numbers;
import ai.miniai.doctor.Remedy;
import ai.miniai.doctor.Severity;
import com.google.common.base.Joiner;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.Lists;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * What a {@link Treatment} did.
 *
 * @param attempts all runs in their order; the first is the one without remedies
 */
public record TreatmentResult(List<Attempt> attempts) {
  private static final String ROW = "  %-4s %-10s %-10s %-9s %-9s %-28s %-26s %s%n";

  /** Copies the list. */
  public TreatmentResult {
    attempts = ImmutableList.copyOf(attempts);
  }

  /** The run without remedies. */
  public Attempt first() {
    return attempts.get(0);
  }

  /**
   * The best run: the last one that was kept, if it is healthy or better than the first; otherwise
   * that of the highest quality, if it is better than the first.
   */
  public Attempt best() {
    Attempt last =
        Lists.reverse(attempts).stream().filter(Attempt::kept).findFirst().orElse(first());
    if (last.isHealthy() || last.isBetterThan(first())) {
      return last;
    }
    Attempt highest =
        attempts.stream()
            .max(Comparator.comparingDouble(attempt -> attempt.score().quality()))
            .orElse(first());
    return highest.isBetterThan(first()) ? highest : first();
  }

  /** Whether the best run is healthy. */
  public boolean isHealthy() {
    return best().isHealthy();
  }

  /** A table of what was tried, what to change in the program, and what is left to do. */
  @Override
  public String toString() {
    if (attempts.size() == 1 && first().isHealthy()) {
      return "Healthy: nothing was changed (" + score(first()) + ").";
    }
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            ROW,
            "run",
            "loss",
            "guessing",
            "quality",
            "accuracy",
            "found",
            "decision",
            "changed"));
    for (int i = 0; i < attempts.size(); i++) {
      text.append(row(i, attempts.get(i)));
    }
    text.append(summary());
    return text.toString();
  }

  private static String row(int index, Attempt attempt) {
    Score score = attempt.score();
    return String.format(
        Locale.ROOT,
        ROW,
        index,
        Numbers.text(score.loss()),
        Numbers.text(score.guessing()),
        score.qualityText(),
        accuracy(score),
        found(attempt),
        attempt.reason(),
        attempt.prescription());
  }

  private static String found(Attempt attempt) {
    return attempt.isHealthy()
        ? "healthy"
        : attempt
            .diagnosis()
            .headline()
            .map(finding -> finding.severity() + ": " + finding.pattern().label())
            .orElse("nothing");
  }

  private static String accuracy(Score score) {
    return score.accuracy().isPresent()
        ? String.format(Locale.ROOT, "%.1f %%", 100 * score.accuracy().getAsDouble())
        : "";
  }

  private static String score(Attempt attempt) {
    Score score = attempt.score();
    return "loss "
        + Numbers.text(score.loss())
        + ", guessing "
        + Numbers.text(score.guessing())
        + ", quality "
        + score.qualityText()
        + (score.accuracy().isPresent() ? ", accuracy " + accuracy(score) : "");
  }

  private String summary() {
    Attempt best = best();
    List<String> lines = new ArrayList<>();
    if (best.prescription().remedies().isEmpty()) {
      lines.add(
          attempts.size() == 1
              ? "No remedy was tried."
              : "No remedy that was tried made it better.");
    } else {
      lines.add("Before: " + score(first()) + ".");
      lines.add("After:  " + score(best) + ".");
      lines.add("Change in your program: " + best.prescription() + ".");
    }
    if (!best.isHealthy()) {
      for (Diagnosis.Cause cause : best.diagnosis().causes()) {
        Finding finding = cause.finding();
        if (finding.severity() != Severity.NOTE) {
          String label = isTried(finding) ? "Still found: " : "To do by hand: ";
          lines.add(label + finding.headline() + " " + cause.advice());
        }
      }
    }
    return Joiner.on('\n').join(lines);
  }

  private boolean isTried(Finding finding) {
    return finding.remedies().stream()
        .map(Remedy::action)
        .anyMatch(
            action -> attempts.stream().anyMatch(attempt -> attempt.prescription().has(action)));
  }
}
