package ai.miniai.treatment;

import ai.miniai.doctor.Numbers;
import ai.miniai.doctor.Remedy;
import ai.miniai.setup.OptimizerInfo;
import java.util.Optional;

/** Says what changes, in few words. */
final class Wording {
  private Wording() {}

  /** What a remedy changes. */
  static String change(Remedy remedy, Prescription prescription) {
    return switch (remedy.action()) {
      case LOWER_RATE, RAISE_RATE -> rate(remedy, prescription);
      case CHANGE_OPTIMIZER -> "AdamW";
      case INITIALISE -> "new initial weights";
      case NORMALISE_INPUTS -> "inputs normalised to mean 0 and deviation 1";
      case SCALE_TARGETS -> "targets scaled to mean 0 and deviation 1";
      case CHECK_LABELS -> "other targets";
      case CHECK_DATA -> "items with NaN or infinities left out";
      case SHUFFLE -> "training data shuffled";
      case SAME_TRANSFORMS -> "validation data prepared as the training data";
      case CHANGE_OUTPUT, CHANGE_OUTPUT_OR_LOSS ->
          Ending.fitting(prescription.setup())
              .map(ending -> ending.words() + " at the end of the model")
              .orElse("another output or loss");
      case CHANGE_LOSS -> "another loss";
      case FIX_SHAPES -> "targets in the shape of the outputs";
      case CHANGE_ACTIVATION -> "ELUs instead of sigmoids and tanh, leaky ReLUs instead of ReLUs";
      case ADD_NORMALISATION -> "normalisation behind each layer";
      case CHANGE_LAYERS -> "other layers";
      case CLIP_GRADIENTS -> "gradients clipped to norm 1";
      case CLEAR_GRADIENTS -> "gradients cleared after each step";
      case MORE_EPOCHS -> prescription.times(remedy.action()) + " times as many epochs";
      case LARGER_BATCH -> "batches " + prescription.times(remedy.action()) + " times as large";
      case LESS_DROPOUT -> "no dropout";
      case LESS_WEIGHT_DECAY -> "weight decay times " + Numbers.text(remedy.factor());
      case REGULARISE -> "more regularisation";
      case EVALUATION_MODE -> "validation in evaluation mode";
      case UNFREEZE -> "all weights trained";
      case USE_LAYER -> "all layers used";
    };
  }

  private static String rate(Remedy remedy, Prescription prescription) {
    Optional<Double> before =
        prescription.setup().optimizer().map(OptimizerInfo::lr).filter(lr -> lr > 0);
    return before
        .map(
            lr ->
                "learning rate "
                    + Numbers.text(prescription.rate(lr))
                    + " instead of "
                    + Numbers.text(lr)
                    + (remedy.detail().isEmpty() ? "" : " (" + remedy.detail() + ")"))
        .orElse("learning rate times " + Numbers.text(remedy.factor()));
  }
}
