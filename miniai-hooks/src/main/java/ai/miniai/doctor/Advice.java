package ai.miniai.doctor;

import ai.miniai.setup.OptimizerInfo;
import ai.miniai.setup.RunSetup;
import com.google.common.base.Joiner;
import java.util.List;

/** Says what to do, in the vocabulary of the framework that trains. */
record Advice(RunSetup setup) {
  /** All remedies as sentences. */
  String text(List<Remedy> remedies) {
    return Joiner.on(' ').join(remedies.stream().map(this::text).toList());
  }

  private String text(Remedy remedy) {
    return switch (remedy.action()) {
      case LOWER_RATE, RAISE_RATE -> rate(remedy.factor());
      case CHANGE_OPTIMIZER ->
          "Use " + by("AdamW or SGD with momentum", "the updater Adam", "torch.optim.AdamW") + ".";
      case INITIALISE ->
          "Start with weights that keep the size of activations"
              + by(
                  ": Initialization.kaimingNormal before ReLUs, xavierNormal before tanh and"
                      + " sigmoid, Lsuv before anything.",
                  ": weightInit(WeightInit.RELU) before ReLUs, WeightInit.XAVIER before tanh and"
                      + " sigmoid.",
                  ": torch.nn.init.kaiming_normal_ before ReLUs, xavier_normal_ before tanh and"
                      + " sigmoid.");
      case NORMALISE_INPUTS ->
          "Normalise the inputs to mean 0 and deviation 1, training and validation alike"
              + by(
                  " (loader.transform(Normalize.like(images)), TableDataset for tables).",
                  " (NormalizerStandardize, fitted on the training data).",
                  " (transforms.Normalize, or subtract the mean and divide by the deviation).");
      case SCALE_TARGETS ->
          "Scale the targets to mean 0 and deviation 1 by the training data, and scale predictions"
              + " back.";
      case CHECK_LABELS ->
          "Print ten items beside their targets. Then overfit ten items: if the loss does not go to"
              + " 0, the model or the loss is wrong; if it does, the targets do not belong to the"
              + " inputs.";
      case CHECK_DATA ->
          "Look at this batch: remove the items that are damaged, or fill what is missing.";
      case SHUFFLE ->
          "Shuffle the training data"
              + by(
                  " (loader.shuffle(true)).",
                  " (DataSet.shuffle, or a shuffled iterator).",
                  " (DataLoader(…, shuffle=True)).");
      case SAME_TRANSFORMS ->
          "Compare the two data sets, in this order: same normalisation, same classes and label"
              + " coding, shuffled training data, dropout and batch normalisation in evaluation"
              + " mode.";
      case CHANGE_OUTPUT, CHANGE_LOSS, CHANGE_OUTPUT_OR_LOSS, FIX_SHAPES, CHANGE_LAYERS ->
          remedy.detail();
      case CHANGE_ACTIVATION ->
          "Use ELUs"
              + by(", ReLUs or GELUs", " or ReLUs", ", ReLUs or GELUs")
              + " instead of sigmoids between the layers"
              + by(
                  ", LeakyReLU or GeneralRelu where units die.",
                  ", LEAKYRELU where units die.",
                  ", LeakyReLU where units die.");
      case ADD_NORMALISATION ->
          "Normalise behind each layer (batch or layer normalisation), or add residual connections.";
      case CLIP_GRADIENTS ->
          "Clip gradients"
              + by(
                  " (GradientClipCB.norm(1)).",
                  " (gradientNormalization(ClipL2PerLayer)).",
                  " (clip_grad_norm_).");
      case CLEAR_GRADIENTS ->
          "Clear the gradients after each step"
              + by(" (zeroGrad).", ".", " (optimizer.zero_grad()).");
      case MORE_EPOCHS -> "Train for more epochs.";
      case LARGER_BATCH -> "Use larger batches" + detail(remedy) + ".";
      case LESS_DROPOUT -> "Lower the dropout" + detail(remedy) + ".";
      case LESS_WEIGHT_DECAY -> "Lower the weight decay" + detail(remedy) + ".";
      case REGULARISE ->
          "Stop at the best epoch"
              + by(" (EarlyStoppingCB)", " (EarlyStoppingTrainer)", "")
              + ", or use more data, augmentation, dropout or weight decay.";
      case EVALUATION_MODE ->
          "Switch to evaluation mode for validation" + by("", "", " (model.eval())") + ".";
      case UNFREEZE ->
          "Frozen on purpose (fine-tuning)? Then ignore this. Otherwise unfreeze them, hand them to"
              + " the optimizer, and see that nothing between them and the loss cuts the gradient.";
      case USE_LAYER -> "Call it in the forward pass, or remove it.";
    };
  }

  private static String detail(Remedy remedy) {
    return remedy.detail().isEmpty() ? "" : " (" + remedy.detail() + ")";
  }

  private String rate(double factor) {
    String how = factor < 1 ? "Lower" : "Raise";
    String times =
        factor < 1
            ? (Math.abs(factor * 3 - 1) < 0.01
                ? "to a third"
                : "by a factor of " + Numbers.text(1 / factor))
            : "by a factor of " + Numbers.text(factor);
    return how
        + " the learning rate "
        + times
        + setup
            .optimizer()
            .map(OptimizerInfo::lr)
            .filter(lr -> lr > 0)
            .map(
                lr ->
                    ": from "
                        + Numbers.text(lr)
                        + " to about "
                        + Numbers.text(Numbers.rate(lr * factor)))
            .orElse("")
        + by(" (LRFinderCB suggests a value).", ".", ".");
  }

  private String by(String miniai, String dl4j, String pytorch) {
    return switch (setup.framework()) {
      case "DL4J" -> dl4j;
      case "PyTorch" -> pytorch;
      default -> miniai;
    };
  }
}
