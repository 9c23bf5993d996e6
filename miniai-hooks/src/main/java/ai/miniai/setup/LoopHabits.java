package ai.miniai.setup;

/**
 * What a training loop does that is usually a mistake.
 *
 * @param keepsGradients gradients are still there when the next batch after a step begins: they
 *     were never cleared
 * @param validatesInTrainingMode the model is in training mode while it is validated
 */
public record LoopHabits(boolean keepsGradients, boolean validatesInTrainingMode) {
  /** None of it. */
  public static final LoopHabits NONE = new LoopHabits(false, false);
}
