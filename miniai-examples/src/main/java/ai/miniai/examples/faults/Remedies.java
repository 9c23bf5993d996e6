package ai.miniai.examples.faults;

import ai.miniai.doctor.Remedy;
import com.google.common.collect.ImmutableSet;

/**
 * Which faults a remedy mends. This table is fixed, and does not look at the cases:
 *
 * <table>
 * <caption>Remedies and faults</caption>
 * <tr><td>lower or raise the rate</td><td>lr</td></tr>
 * <tr><td>change the optimizer, clip gradients, less weight decay</td><td>opt</td></tr>
 * <tr><td>initialise</td><td>init</td></tr>
 * <tr><td>normalise inputs, scale targets</td><td>missing_prep</td></tr>
 * <tr><td>same transforms</td><td>missing_prep, wrong_prep</td></tr>
 * <tr><td>check labels, check data</td><td>wrong_prep</td></tr>
 * <tr><td>change activation</td><td>act</td></tr>
 * <tr><td>change output</td><td>act, layer_properties</td></tr>
 * <tr><td>change loss</td><td>loss</td></tr>
 * <tr><td>change output or loss</td><td>act, loss</td></tr>
 * <tr><td>fix shapes</td><td>layer_properties, wrong_prep</td></tr>
 * <tr><td>change layers</td><td>layer_properties, missing/redundant/wrong_layers</td></tr>
 * <tr><td>add normalisation, use a layer, regularise</td><td>missing/redundant/wrong_layers</td></tr>
 * <tr><td>less dropout, unfreeze</td><td>layer_properties</td></tr>
 * <tr><td>more epochs</td><td>epoch</td></tr>
 * <tr><td>larger batch</td><td>batch_size</td></tr>
 * <tr><td>shuffle, clear gradients, evaluation mode</td><td>none: mistakes in a loop</td></tr>
 * </table>
 */
final class Remedies {
  private Remedies() {}

  /** The faults that {@code remedy} mends. */
  static ImmutableSet<Fault> mended(Remedy remedy) {
    return switch (remedy.action()) {
      case LOWER_RATE, RAISE_RATE -> ImmutableSet.of(Fault.LR);
      case CHANGE_OPTIMIZER, CLIP_GRADIENTS, LESS_WEIGHT_DECAY -> ImmutableSet.of(Fault.OPT);
      case INITIALISE -> ImmutableSet.of(Fault.INIT);
      case NORMALISE_INPUTS, SCALE_TARGETS -> ImmutableSet.of(Fault.MISSING_PREP);
      case SAME_TRANSFORMS -> ImmutableSet.of(Fault.MISSING_PREP, Fault.WRONG_PREP);
      case CHECK_LABELS, CHECK_DATA -> ImmutableSet.of(Fault.WRONG_PREP);
      case CHANGE_ACTIVATION -> ImmutableSet.of(Fault.ACT);
      case CHANGE_OUTPUT -> ImmutableSet.of(Fault.ACT, Fault.LAYER_PROPERTIES);
      case CHANGE_LOSS -> ImmutableSet.of(Fault.LOSS);
      case CHANGE_OUTPUT_OR_LOSS -> ImmutableSet.of(Fault.ACT, Fault.LOSS);
      case FIX_SHAPES -> ImmutableSet.of(Fault.LAYER_PROPERTIES, Fault.WRONG_PREP);
      case CHANGE_LAYERS -> ImmutableSet.of(Fault.LAYER_PROPERTIES, Fault.LAYERS);
      case ADD_NORMALISATION, USE_LAYER, REGULARISE -> ImmutableSet.of(Fault.LAYERS);
      case LESS_DROPOUT, UNFREEZE -> ImmutableSet.of(Fault.LAYER_PROPERTIES);
      case MORE_EPOCHS -> ImmutableSet.of(Fault.EPOCH);
      case LARGER_BATCH -> ImmutableSet.of(Fault.BATCH_SIZE);
      case SHUFFLE, CLEAR_GRADIENTS, EVALUATION_MODE -> ImmutableSet.of();
    };
  }
}
