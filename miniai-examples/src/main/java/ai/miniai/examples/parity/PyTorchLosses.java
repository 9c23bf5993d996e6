package ai.miniai.examples.parity;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.loss.BCELoss;
import ai.miniai.loss.BCEWithLogitsLoss;
import ai.miniai.loss.CrossEntropyLoss;
import ai.miniai.loss.HuberLoss;
import ai.miniai.loss.KLDivLoss;
import ai.miniai.loss.L1Loss;
import ai.miniai.loss.LossFunction;
import ai.miniai.loss.Losses;
import ai.miniai.loss.MSELoss;
import ai.miniai.loss.NLLLoss;
import ai.miniai.loss.Reduction;
import ai.miniai.loss.SmoothL1Loss;
import ai.miniai.tensor.Tensor;
import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.util.List;

/** Makes losses of the names and arguments of PyTorch's functions. */
final class PyTorchLosses {
  /** Computes a loss of inputs in PyTorch's order. */
  @FunctionalInterface
  interface Loss {
    Tensor of(List<Tensor> inputs);
  }

  private static final ImmutableMap<String, Reduction> REDUCTIONS =
      ImmutableMap.of("mean", Reduction.MEAN, "sum", Reduction.SUM, "none", Reduction.NONE);

  private static final ImmutableMap<String, Arguments.Maker<Loss>> MAKERS =
      ImmutableMap.<String, Arguments.Maker<Loss>>builder()
          .put("cross_entropy", PyTorchLosses::crossEntropy)
          .put("nll_loss", PyTorchLosses::nll)
          .put("binary_cross_entropy", PyTorchLosses::binaryCrossEntropy)
          .put("binary_cross_entropy_with_logits", PyTorchLosses::binaryCrossEntropyWithLogits)
          .put("l1_loss", arguments -> pair(new L1Loss().reduction(reduction(arguments))))
          .put("mse_loss", arguments -> pair(new MSELoss().reduction(reduction(arguments))))
          .put("smooth_l1_loss", PyTorchLosses::smoothL1)
          .put("huber_loss", PyTorchLosses::huber)
          .put("kl_div", PyTorchLosses::klDiv)
          .put("cosine_similarity", PyTorchLosses::cosineSimilarity)
          .put("cosine_embedding_loss", PyTorchLosses::cosineEmbedding)
          .buildOrThrow();

  private PyTorchLosses() {}

  /** The loss that a case describes. */
  static Loss of(ParityCase parity) throws IOException {
    return Arguments.of(parity, "loss").make(MAKERS);
  }

  private static Loss pair(LossFunction loss) {
    return inputs -> {
      checkCount(2, inputs);
      return loss.loss(inputs.get(0), inputs.get(1));
    };
  }

  private static void checkCount(int wanted, List<Tensor> inputs) {
    checkArgument(
        inputs.size() == wanted, "the loss wants %s inputs, not %s", wanted, inputs.size());
  }

  private static Reduction reduction(Arguments arguments) {
    arguments.none("size_average", "reduce"); // PyTorch's former names
    return arguments.choice("reduction", "mean", REDUCTIONS);
  }

  private static Loss crossEntropy(Arguments arguments) throws IOException {
    CrossEntropyLoss loss =
        new CrossEntropyLoss()
            .reduction(reduction(arguments))
            .ignoreIndex(arguments.integer("ignore_index", (int) CrossEntropyLoss.IGNORE_INDEX))
            .labelSmoothing(arguments.number("label_smoothing", 0));
    return pair(arguments.has("weight") ? loss.weight(arguments.tensor("weight")) : loss);
  }

  private static Loss nll(Arguments arguments) throws IOException {
    NLLLoss loss =
        new NLLLoss()
            .reduction(reduction(arguments))
            .ignoreIndex(arguments.integer("ignore_index", (int) CrossEntropyLoss.IGNORE_INDEX));
    return pair(arguments.has("weight") ? loss.weight(arguments.tensor("weight")) : loss);
  }

  private static Loss binaryCrossEntropy(Arguments arguments) throws IOException {
    BCELoss loss = new BCELoss().reduction(reduction(arguments));
    return pair(arguments.has("weight") ? loss.weight(arguments.tensor("weight")) : loss);
  }

  private static Loss binaryCrossEntropyWithLogits(Arguments arguments) throws IOException {
    BCEWithLogitsLoss loss = new BCEWithLogitsLoss().reduction(reduction(arguments));
    loss = arguments.has("weight") ? loss.weight(arguments.tensor("weight")) : loss;
    return pair(
        arguments.has("pos_weight") ? loss.posWeight(arguments.tensor("pos_weight")) : loss);
  }

  private static Loss smoothL1(Arguments arguments) {
    return pair(
        new SmoothL1Loss().reduction(reduction(arguments)).beta(arguments.number("beta", 1)));
  }

  private static Loss huber(Arguments arguments) {
    return pair(
        new HuberLoss().reduction(reduction(arguments)).delta(arguments.number("delta", 1)));
  }

  private static Loss klDiv(Arguments arguments) {
    KLDivLoss loss =
        arguments.flag("log_target", false) ? new KLDivLoss().logTarget() : new KLDivLoss();
    boolean batchMean = arguments.text("reduction", "mean").equals("batchmean");
    return pair(batchMean ? loss.batchMean() : loss.reduction(reduction(arguments)));
  }

  private static Loss cosineSimilarity(Arguments arguments) {
    int dim = arguments.integer("dim", 1);
    arguments.only("eps", 1e-8);
    return inputs -> {
      checkCount(2, inputs);
      return Losses.cosineSimilarity(inputs.get(0), inputs.get(1), dim);
    };
  }

  private static Loss cosineEmbedding(Arguments arguments) {
    double margin = arguments.number("margin", 0);
    Reduction reduction = reduction(arguments);
    return inputs -> {
      checkCount(3, inputs);
      return Losses.cosineEmbedding(inputs.get(0), inputs.get(1), inputs.get(2), margin, reduction);
    };
  }
}
