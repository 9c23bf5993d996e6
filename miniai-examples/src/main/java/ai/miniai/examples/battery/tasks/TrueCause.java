package ai.miniai.examples.battery.tasks;

import static ai.miniai.doctor.Pattern.ACCUMULATED_GRADIENTS;
import static ai.miniai.doctor.Pattern.BELOW_CHANCE;
import static ai.miniai.doctor.Pattern.CONSTANT_TARGETS;
import static ai.miniai.doctor.Pattern.DEAD_FROM_START;
import static ai.miniai.doctor.Pattern.DEAD_UNITS;
import static ai.miniai.doctor.Pattern.DRIFT;
import static ai.miniai.doctor.Pattern.EXPLODING;
import static ai.miniai.doctor.Pattern.FAILS_IN_VALIDATION;
import static ai.miniai.doctor.Pattern.INPUT_SCALE;
import static ai.miniai.doctor.Pattern.LEARNS_SLOWLY;
import static ai.miniai.doctor.Pattern.NEVER_LEARNS;
import static ai.miniai.doctor.Pattern.NON_FINITE_INPUT;
import static ai.miniai.doctor.Pattern.OUTPUT_MISMATCH;
import static ai.miniai.doctor.Pattern.PLATEAU;
import static ai.miniai.doctor.Pattern.RISE_AND_CRASH;
import static ai.miniai.doctor.Pattern.SATURATED;
import static ai.miniai.doctor.Pattern.SHAPE_MISMATCH;
import static ai.miniai.doctor.Pattern.SMALL_NORM_BATCH;
import static ai.miniai.doctor.Pattern.SORTED_TARGETS;
import static ai.miniai.doctor.Pattern.STILL_FALLING;
import static ai.miniai.doctor.Pattern.STRONG_DROPOUT;
import static ai.miniai.doctor.Pattern.STRONG_WEIGHT_DECAY;
import static ai.miniai.doctor.Pattern.TARGET_RANGE;
import static ai.miniai.doctor.Pattern.TARGET_SCALE;
import static ai.miniai.doctor.Pattern.UPDATES_TOO_LARGE;
import static ai.miniai.doctor.Pattern.UPDATES_TOO_SMALL;
import static ai.miniai.doctor.Pattern.VANISHING;
import static ai.miniai.doctor.Pattern.VANISHING_GRADIENTS;

import ai.miniai.doctor.Finding;
import ai.miniai.doctor.Pattern;
import ai.miniai.doctor.Remedy;
import ai.miniai.doctor.Remedy.Action;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import java.util.Set;

/** Why a run goes wrong: which patterns name it, and what would help. Decided before any run. */
enum TrueCause {
  /** Nothing was done wrong. */
  NONE(Set.of(), Set.of()),
  RATE_TOO_HIGH(
      Set.of(UPDATES_TOO_LARGE, RISE_AND_CRASH, EXPLODING, Pattern.OSCILLATING),
      Set.of(Action.LOWER_RATE)),
  RATE_TOO_LOW(Set.of(UPDATES_TOO_SMALL), Set.of(Action.RAISE_RATE)),
  SUMMED_LOSS(
      Set.of(Pattern.SUMMED_LOSS, UPDATES_TOO_LARGE, RISE_AND_CRASH),
      Set.of(Action.LOWER_RATE, Action.CHANGE_LOSS)),
  OSCILLATING(
      Set.of(Pattern.OSCILLATING, UPDATES_TOO_LARGE, RISE_AND_CRASH),
      Set.of(Action.LOWER_RATE, Action.LARGER_BATCH)),
  OUTPUT(
      Set.of(OUTPUT_MISMATCH, TARGET_RANGE),
      Set.of(Action.CHANGE_OUTPUT, Action.CHANGE_LOSS, Action.CHANGE_OUTPUT_OR_LOSS)),
  SHAPES(Set.of(SHAPE_MISMATCH), Set.of(Action.FIX_SHAPES)),
  TARGETS(Set.of(TARGET_SCALE), Set.of(Action.SCALE_TARGETS)),
  INPUTS(Set.of(INPUT_SCALE), Set.of(Action.NORMALISE_INPUTS)),
  DAMAGED_INPUT(Set.of(NON_FINITE_INPUT), Set.of(Action.CHECK_DATA)),
  LABELS(Set.of(PLATEAU, BELOW_CHANCE, FAILS_IN_VALIDATION), Set.of(Action.CHECK_LABELS)),
  VALIDATION_LABELS(
      Set.of(BELOW_CHANCE, FAILS_IN_VALIDATION, DRIFT),
      Set.of(Action.CHECK_LABELS, Action.CHECK_DATA, Action.SAME_TRANSFORMS)),
  ORDER(Set.of(SORTED_TARGETS), Set.of(Action.SHUFFLE)),
  SAME_LABELS(Set.of(CONSTANT_TARGETS), Set.of(Action.CHECK_LABELS)),
  FEW_ITEMS(Set.of(Pattern.OVERFITTING), Set.of(Action.REGULARISE)),
  FEW_EPOCHS(Set.of(STILL_FALLING, LEARNS_SLOWLY), Set.of(Action.MORE_EPOCHS, Action.RAISE_RATE)),
  VANISHING_SIGNALS(
      Set.of(VANISHING, VANISHING_GRADIENTS, SATURATED),
      Set.of(Action.CHANGE_ACTIVATION, Action.ADD_NORMALISATION, Action.INITIALISE)),
  DROPOUT(Set.of(STRONG_DROPOUT), Set.of(Action.LESS_DROPOUT)),
  NO_GRADIENTS(Set.of(NEVER_LEARNS), Set.of(Action.UNFREEZE)),
  DEAD_LAYER(
      Set.of(DEAD_FROM_START, DEAD_UNITS), Set.of(Action.INITIALISE, Action.CHANGE_ACTIVATION)),
  SYMMETRY(Set.of(Pattern.EQUAL_WEIGHTS), Set.of(Action.INITIALISE)),
  SMALL_BATCH(Set.of(SMALL_NORM_BATCH), Set.of(Action.LARGER_BATCH)),
  OLD_GRADIENTS(Set.of(ACCUMULATED_GRADIENTS), Set.of(Action.CLEAR_GRADIENTS)),
  DECAY(Set.of(STRONG_WEIGHT_DECAY), Set.of(Action.LESS_WEIGHT_DECAY));

  private final ImmutableSet<Pattern> patterns;
  private final ImmutableSet<Action> actions;

  TrueCause(Set<Pattern> patterns, Set<Action> actions) {
    this.patterns = Sets.immutableEnumSet(patterns);
    this.actions = Sets.immutableEnumSet(actions);
  }

  /** Whether the pattern of {@code finding} names this cause. */
  boolean isNamedBy(Finding finding) {
    return patterns.contains(finding.pattern());
  }

  /** Whether the first remedy of {@code finding} would help. */
  boolean isHelpedBy(Finding finding) {
    return finding.remedies().stream().limit(1).map(Remedy::action).anyMatch(actions::contains);
  }
}
