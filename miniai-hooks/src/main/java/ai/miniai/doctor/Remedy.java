package ai.miniai.doctor;

/**
 * Something to try, for programs to act on.
 *
 * @param action what to do
 * @param factor for a rate or a size: by how much to multiply it; otherwise 1
 * @param detail what exactly, such as the name of a layer to use; may be empty
 */
public record Remedy(Action action, double factor, String detail) {
  /** What can be done. */
  public enum Action {
    LOWER_RATE,
    RAISE_RATE,
    CHANGE_OPTIMIZER,
    INITIALISE,
    NORMALISE_INPUTS,
    SCALE_TARGETS,
    CHECK_LABELS,
    CHECK_DATA,
    SHUFFLE,
    SAME_TRANSFORMS,
    CHANGE_OUTPUT,
    CHANGE_LOSS,
    CHANGE_OUTPUT_OR_LOSS,
    FIX_SHAPES,
    CHANGE_ACTIVATION,
    ADD_NORMALISATION,
    CHANGE_LAYERS,
    CLIP_GRADIENTS,
    CLEAR_GRADIENTS,
    MORE_EPOCHS,
    LARGER_BATCH,
    LESS_DROPOUT,
    LESS_WEIGHT_DECAY,
    REGULARISE,
    EVALUATION_MODE,
    UNFREEZE,
    USE_LAYER
  }

  /** Without a factor or details. */
  static Remedy of(Action action) {
    return new Remedy(action, 1, "");
  }

  static Remedy of(Action action, String detail) {
    return new Remedy(action, 1, detail);
  }

  static Remedy rate(double factor) {
    return new Remedy(factor < 1 ? Action.LOWER_RATE : Action.RAISE_RATE, factor, "");
  }

  /** Whether it changes the learning rate: at most one of these is given. */
  public boolean isOfRate() {
    return action == Action.LOWER_RATE || action == Action.RAISE_RATE;
  }
}
