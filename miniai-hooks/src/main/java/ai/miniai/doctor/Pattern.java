package ai.miniai.doctor;

/**
 * A way in which training goes wrong, in the order of cause and effect: what comes first here can
 * cause what comes later.
 */
public enum Pattern {
  // what is wrong before the first step
  SHAPE_MISMATCH("predictions and targets of different shapes"),
  ACCUMULATED_GRADIENTS("gradients never cleared"),
  NON_FINITE_INPUT("damaged inputs"),
  NON_FINITE_TARGET("damaged targets"),
  CONSTANT_TARGETS("all targets the same"),
  CONSTANT_OUTPUT("constant output"),
  OUTPUT_MISMATCH("last layer and loss do not fit"),
  DISTANCE_OF_CLASSES("loss not made for classes"),
  TARGET_RANGE("targets out of reach"),
  CONFLICTING_TARGETS("same inputs, different targets"),
  SORTED_TARGETS("training data in order"),
  INPUT_SCALE("input not normalised"),
  TARGET_SCALE("targets not scaled"),
  DEAD_OUTPUT("dead output"),
  NEVER_RUNS("layer never runs"),
  NEVER_LEARNS("layer never learns"),
  SMALL_NORM_BATCH("batch too small for its normalisation"),
  STRONG_DROPOUT("dropout too strong"),
  STRONG_WEIGHT_DECAY("weight decay too strong"),
  EQUAL_WEIGHTS("weights all the same at the start"),
  SUMMED_LOSS("loss summed over the batch"),
  LARGE_START("wild first outputs"),
  DEAD_FROM_START("dead from the start"),
  VANISHING("vanishing from the start"),

  // what goes wrong in training
  RISE_AND_CRASH("unstable training"),
  UPDATES_TOO_LARGE("updates too large"),
  OSCILLATING("oscillating loss"),
  EXPLODING("exploding"),
  EXPLODING_GRADIENTS("exploding gradients"),
  VANISHING_GRADIENTS("vanishing gradients"),
  DEAD_UNITS("dead units"),
  SATURATED("saturated activations"),
  UPDATES_TOO_SMALL("updates too small"),
  NON_FINITE("non-finite values"),

  // how it ends
  PLATEAU("chance-level plateau"),
  EVALUATION_MODE("validated in training mode"),
  DRIFT("training and validation differ"),
  BELOW_CHANCE("worse than guessing in validation"),
  FAILS_IN_VALIDATION("fails in validation"),
  OVERFITTING("overfitting"),
  LEARNS_SLOWLY("learns slowly"),
  STILL_FALLING("loss still falling");

  private final String label;

  Pattern(String label) {
    this.label = label;
  }

  /** The name in texts and files, such as "dead units". */
  public String label() {
    return label;
  }
}
