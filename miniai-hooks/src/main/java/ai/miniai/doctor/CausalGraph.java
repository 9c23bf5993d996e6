package ai.miniai.doctor;

import static ai.miniai.doctor.Pattern.*;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSetMultimap;
import com.google.common.collect.Sets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Which pattern can cause which. Of all findings, those that no other one explains are causes; the
 * others are their consequences.
 */
final class CausalGraph {
  /** How a run ends if it does not learn. */
  private static final Set<Pattern> FAILURE = EnumSet.of(PLATEAU, LEARNS_SLOWLY, STILL_FALLING);

  /** What validation shows. */
  private static final Set<Pattern> VALIDATION =
      EnumSet.of(BELOW_CHANCE, DRIFT, FAILS_IN_VALIDATION, OVERFITTING);

  /** Layers that no longer pass anything on. */
  private static final Set<Pattern> STANDSTILL =
      EnumSet.of(VANISHING_GRADIENTS, DEAD_UNITS, SATURATED, UPDATES_TOO_SMALL);

  /** Numbers and steps that are too large. */
  private static final Set<Pattern> TURMOIL =
      EnumSet.of(
          RISE_AND_CRASH,
          UPDATES_TOO_LARGE,
          OSCILLATING,
          EXPLODING,
          EXPLODING_GRADIENTS,
          NON_FINITE);

  private static final ImmutableSetMultimap<Pattern, Pattern> EFFECTS = effects();

  private CausalGraph() {}

  private static ImmutableSetMultimap<Pattern, Pattern> effects() {
    ImmutableSetMultimap.Builder<Pattern, Pattern> effects = ImmutableSetMultimap.builder();
    Set<Pattern> training = union(FAILURE, VALIDATION, STANDSTILL, TURMOIL);
    for (Pattern cause :
        List.of(
            SHAPE_MISMATCH,
            ACCUMULATED_GRADIENTS,
            NON_FINITE_INPUT,
            CONSTANT_TARGETS,
            CONSTANT_OUTPUT,
            OUTPUT_MISMATCH,
            TARGET_RANGE,
            SORTED_TARGETS,
            INPUT_SCALE,
            TARGET_SCALE,
            DEAD_OUTPUT,
            NEVER_RUNS,
            SUMMED_LOSS)) {
      effects.putAll(cause, training);
    }
    effects.putAll(CONSTANT_OUTPUT, OUTPUT_MISMATCH, DISTANCE_OF_CLASSES, TARGET_RANGE);
    effects.putAll(OUTPUT_MISMATCH, TARGET_RANGE, LARGE_START, DEAD_OUTPUT, DISTANCE_OF_CLASSES);
    effects.put(CONSTANT_OUTPUT, NEVER_LEARNS);
    effects.put(DEAD_OUTPUT, NEVER_LEARNS);
    effects.putAll(TARGET_RANGE, LARGE_START, DEAD_OUTPUT);
    effects.putAll(INPUT_SCALE, VANISHING, LARGE_START, DEAD_OUTPUT, DEAD_FROM_START);
    effects.putAll(TARGET_SCALE, TARGET_RANGE, LARGE_START, DEAD_OUTPUT);
    effects.putAll(DISTANCE_OF_CLASSES, union(FAILURE, STANDSTILL));
    effects.putAll(NEVER_LEARNS, union(FAILURE, VALIDATION, STANDSTILL));
    effects.putAll(SMALL_NORM_BATCH, union(FAILURE, VALIDATION, TURMOIL));
    effects.putAll(
        STRONG_DROPOUT,
        union(FAILURE, VALIDATION, STANDSTILL, EnumSet.of(OSCILLATING, RISE_AND_CRASH)));
    effects.putAll(STRONG_WEIGHT_DECAY, union(FAILURE, STANDSTILL, EnumSet.of(VANISHING)));
    effects.putAll(
        EQUAL_WEIGHTS,
        union(
            FAILURE,
            STANDSTILL,
            EnumSet.of(VANISHING, DEAD_FROM_START, RISE_AND_CRASH, UPDATES_TOO_LARGE)));
    effects.putAll(LARGE_START, training);
    effects.putAll(
        DEAD_FROM_START, union(FAILURE, STANDSTILL, EnumSet.of(VANISHING, NEVER_LEARNS)));
    effects.putAll(VANISHING, union(FAILURE, STANDSTILL, EnumSet.of(NON_FINITE, RISE_AND_CRASH)));
    effects.putAll(RISE_AND_CRASH, training);
    effects.putAll(UPDATES_TOO_LARGE, training);
    effects.putAll(
        OSCILLATING, union(FAILURE, VALIDATION, TURMOIL, EnumSet.of(DEAD_UNITS, SATURATED)));
    effects.putAll(
        EXPLODING, union(FAILURE, STANDSTILL, EnumSet.of(EXPLODING_GRADIENTS, NON_FINITE)));
    effects.putAll(EXPLODING_GRADIENTS, union(FAILURE, STANDSTILL, EnumSet.of(NON_FINITE)));
    effects.putAll(VANISHING_GRADIENTS, union(FAILURE, EnumSet.of(UPDATES_TOO_SMALL)));
    effects.putAll(DEAD_UNITS, union(FAILURE, EnumSet.of(UPDATES_TOO_SMALL, VANISHING_GRADIENTS)));
    effects.putAll(SATURATED, union(FAILURE, EnumSet.of(UPDATES_TOO_SMALL, VANISHING_GRADIENTS)));
    effects.putAll(UPDATES_TOO_SMALL, FAILURE);
    effects.putAll(NON_FINITE, union(FAILURE, VALIDATION, STANDSTILL));
    effects.putAll(PLATEAU, union(FAILURE, VALIDATION));
    effects.putAll(EVALUATION_MODE, VALIDATION);
    effects.putAll(DRIFT, BELOW_CHANCE, FAILS_IN_VALIDATION, OVERFITTING);
    effects.putAll(BELOW_CHANCE, FAILS_IN_VALIDATION, OVERFITTING);
    effects.putAll(FAILS_IN_VALIDATION, OVERFITTING);
    return effects.build();
  }

  @SafeVarargs
  private static Set<Pattern> union(Set<Pattern>... sets) {
    EnumSet<Pattern> all = EnumSet.noneOf(Pattern.class);
    for (Set<Pattern> set : sets) {
      all.addAll(set);
    }
    return all;
  }

  /** Whether {@code cause} explains {@code effect}; a mere note explains nothing that is worse. */
  private static boolean explains(Finding cause, Finding effect) {
    if (cause.severity() == Severity.NOTE && effect.severity() != Severity.NOTE) {
      return false;
    }
    Pattern a = cause.pattern();
    Pattern b = effect.pattern();
    boolean mutual = EFFECTS.containsEntry(b, a);
    return EFFECTS.containsEntry(a, b) && (!mutual || a.compareTo(b) < 0);
  }

  /** The diagnosis of these findings, at most one for each pattern. */
  static Diagnosis diagnosis(Collection<Finding> findings, Advice advice, List<String> checked) {
    List<Finding> roots =
        findings.stream()
            .filter(finding -> findings.stream().noneMatch(cause -> explains(cause, finding)))
            .toList();
    List<Finding> causes = new ArrayList<>();
    for (Finding root : roots) {
      causes.add(root.as(worst(root, findings)));
    }
    causes.sort(Comparator.comparing(Finding::severity).reversed().thenComparing(Finding::pattern));
    Set<Finding> left = new LinkedHashSet<>(findings);
    left.removeAll(roots);
    boolean rate = false;
    ImmutableList.Builder<Diagnosis.Cause> all = ImmutableList.builder();
    for (Finding cause : causes) {
      List<Finding> consequences =
          left.stream()
              .filter(finding -> explains(cause, finding))
              .sorted(Comparator.comparing(Finding::pattern))
              .toList();
      left.removeAll(Sets.newHashSet(consequences));
      boolean taken = rate;
      List<Remedy> remedies =
          cause.remedies().stream().filter(remedy -> !(taken && remedy.isOfRate())).toList();
      rate |= remedies.stream().anyMatch(Remedy::isOfRate);
      all.add(new Diagnosis.Cause(cause.with(remedies), consequences, advice.text(remedies)));
    }
    return new Diagnosis(all.build(), checked);
  }

  /** A cause is at least as severe as the worst of its consequences. */
  private static Severity worst(Finding root, Collection<Finding> findings) {
    return findings.stream()
        .filter(finding -> finding.equals(root) || explains(root, finding))
        .map(Finding::severity)
        .max(Severity::compareTo)
        .orElse(root.severity());
  }
}
