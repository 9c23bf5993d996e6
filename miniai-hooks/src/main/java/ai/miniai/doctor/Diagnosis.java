package ai.miniai.doctor;

import com.google.common.base.Joiner;
import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the doctor concludes from all findings: causes, each with what follows from it. The first is
 * the headline. Only causes have remedies, and all of them together change the learning rate in one
 * direction at most.
 *
 * @param causes the causes, the most important first; empty if nothing was found
 * @param checked what was examined, for example "loss", "activations"
 */
public record Diagnosis(List<Cause> causes, List<String> checked) {
  /**
   * A cause and its consequences.
   *
   * @param finding the cause; it is at least as severe as its consequences
   * @param consequences what follows from it, in the order of cause and effect
   * @param advice what to do, in full sentences; may be empty
   */
  public record Cause(Finding finding, List<Finding> consequences, String advice) {
    /** Copies what could change. */
    public Cause {
      consequences = ImmutableList.copyOf(consequences);
    }

    /** Three to five lines. */
    @Override
    public String toString() {
      return Joiner.on('\n')
          .skipNulls()
          .join(
              finding.headline(),
              finding.means().isEmpty() ? null : "  What it means: " + finding.means(),
              advice.isEmpty() ? null : "  What to do: " + advice,
              consequences.isEmpty()
                  ? null
                  : "  It explains: "
                      + Joiner.on("; ").join(consequences.stream().map(Finding::name).toList())
                      + ".");
    }
  }

  /** Copies what could change. */
  public Diagnosis {
    causes = ImmutableList.copyOf(causes);
    checked = ImmutableList.copyOf(checked);
  }

  /** The most important cause; empty if nothing was found. */
  public Optional<Finding> headline() {
    return causes.stream().map(Cause::finding).findFirst();
  }

  /**
   * The severity of the worst finding; {@link Severity#NOTE} if there are only notes; empty if
   * there is nothing.
   */
  public Optional<Severity> severity() {
    return findings().stream().map(Finding::severity).max(Severity::compareTo);
  }

  /** Whether training has failed. */
  public boolean isSick() {
    return severity().filter(worst -> worst == Severity.SICK).isPresent();
  }

  /** All findings: each cause, followed by its consequences. */
  public List<Finding> findings() {
    return causes.stream()
        .flatMap(cause -> Stream.concat(Stream.of(cause.finding()), cause.consequences().stream()))
        .collect(ImmutableList.toImmutableList());
  }

  /** The finding of a pattern, if there is one. */
  public Optional<Finding> finding(Pattern pattern) {
    return findings().stream().filter(finding -> finding.pattern() == pattern).findFirst();
  }

  /** The whole diagnosis as readable text. */
  @Override
  public String toString() {
    return causes.isEmpty()
        ? "No sign of trouble found (checked: " + Joiner.on(", ").join(checked) + ")."
        : Joiner.on("\n\n").join(causes);
  }
}
