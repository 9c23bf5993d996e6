package ai.miniai.doctor;

import static ai.miniai.doctor.Pattern.*;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSetMultimap;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

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
            NON_FINITE_TARGET,
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

  /**
   * Whether {@code cause} explains {@code effect}; of two that could explain each other the first.
   */
  private static boolean explains(Finding cause, Finding effect) {
    return canExplain(cause, effect)
        && !(canExplain(effect, cause) && effect.pattern().compareTo(cause.pattern()) < 0);
  }

  /** A mere note explains nothing that is worse, nor does what was over long before. */
  private static boolean canExplain(Finding cause, Finding effect) {
    boolean worse = cause.severity() == Severity.NOTE && effect.severity() != Severity.NOTE;
    boolean over =
        effect.pattern() == OSCILLATING
            && TURMOIL.contains(cause.pattern())
            && cause.lastBatch() < effect.firstBatch();
    return cause.pattern() != effect.pattern()
        && EFFECTS.containsEntry(cause.pattern(), effect.pattern())
        && !worse
        && !over;
  }

  /** The diagnosis of these findings, at most one for each pattern. */
  static Diagnosis diagnosis(Collection<Finding> findings, Advice advice, List<String> checked) {
    Set<Finding> left = new TreeSet<>(Comparator.comparing(Finding::pattern));
    left.addAll(findings);
    List<Finding> causes = new ArrayList<>();
    for (Finding root : roots(findings)) {
      causes.add(root.as(worst(root, findings)));
      left.remove(root);
    }
    causes.sort(Comparator.comparing(Finding::severity).reversed().thenComparing(Finding::pattern));
    boolean rate = false;
    ImmutableList.Builder<Diagnosis.Cause> all = ImmutableList.builder();
    for (Finding cause : causes) {
      List<Finding> consequences =
          left.stream().filter(reached(cause, findings)::contains).toList();
      consequences.forEach(left::remove);
      boolean taken = rate;
      List<Remedy> remedies =
          cause.remedies().stream().filter(remedy -> !(taken && remedy.isOfRate())).toList();
      rate |= remedies.stream().anyMatch(Remedy::isOfRate);
      all.add(new Diagnosis.Cause(cause.with(remedies), consequences, advice.text(remedies)));
    }
    return new Diagnosis(all.build(), checked);
  }

  /** The findings that no other explains; of those that only explain each other, the first. */
  private static Set<Finding> roots(Collection<Finding> findings) {
    Set<Finding> roots = new LinkedHashSet<>();
    Set<Finding> explained = new HashSet<>();
    for (Finding finding : findings) {
      if (findings.stream().noneMatch(cause -> explains(cause, finding))) {
        roots.add(finding);
        explained.addAll(reached(finding, findings));
      }
    }
    for (Finding finding :
        ImmutableList.sortedCopyOf(Comparator.comparing(Finding::pattern), findings)) {
      if (!roots.contains(finding) && !explained.contains(finding)) {
        roots.add(finding);
        explained.addAll(reached(finding, findings));
      }
    }
    return roots;
  }

  /** What follows from {@code cause}, directly or by way of others. */
  private static Set<Finding> reached(Finding cause, Collection<Finding> findings) {
    Set<Finding> reached = new HashSet<>();
    Deque<Finding> open = new ArrayDeque<>(List.of(cause));
    while (!open.isEmpty()) {
      Finding next = open.remove();
      for (Finding finding : findings) {
        if (explains(next, finding)
            && finding.pattern() != cause.pattern()
            && reached.add(finding)) {
          open.add(finding);
        }
      }
    }
    return reached;
  }

  /** A cause is at least as severe as the worst of its consequences. */
  private static Severity worst(Finding root, Collection<Finding> findings) {
    return Stream.concat(Stream.of(root), reached(root, findings).stream())
        .map(Finding::severity)
        .max(Severity::compareTo)
        .orElseThrow();
  }
}
