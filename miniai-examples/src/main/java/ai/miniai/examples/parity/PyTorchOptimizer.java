package ai.miniai.examples.parity;

import ai.miniai.optim.Adam;
import ai.miniai.optim.AdamW;
import ai.miniai.optim.Optimizer;
import ai.miniai.optim.ParameterGroup;
import ai.miniai.optim.RMSProp;
import ai.miniai.optim.SGD;
import ai.miniai.tensor.Tensor;
import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Makes optimizers of PyTorch's arguments; missing ones have PyTorch's defaults. */
final class PyTorchOptimizer {
  private static final double ADAMW_WEIGHT_DECAY = 0.01;

  private static final ImmutableMap<String, Arguments.Maker<Optimizer.Factory>> MAKERS =
      ImmutableMap.of(
          "sgd", PyTorchOptimizer::sgd,
          "adam", PyTorchOptimizer::adam,
          "adamw", PyTorchOptimizer::adamW,
          "rmsprop", PyTorchOptimizer::rmsProp);

  private PyTorchOptimizer() {}

  /** The optimizer that a case describes. */
  static Optimizer.Factory of(ParityCase parity) throws IOException {
    Arguments arguments = Arguments.of(parity, "optimizer");
    arguments.ignore("lr", "accumulate"); // used elsewhere
    arguments.ignore("foreach", "capturable", "differentiable", "fused");
    arguments.only("maximize", false);
    return arguments.make(MAKERS);
  }

  /** The learning rate of that optimizer. */
  static double learningRate(ParityCase parity) {
    String rate = "/optimizer/lr";
    double otherwise =
        switch (parity.part("/optimizer/type").asText()) {
          case "adam", "adamw" -> 1e-3;
          case "rmsprop" -> 1e-2;
          default -> Double.NaN; // PyTorch 1.13 wants one
        };
    boolean isGiven = Double.isNaN(otherwise) || !parity.optional(rate).isMissingNode();
    return isGiven ? parity.number(rate) : otherwise;
  }

  private static Optimizer.Factory sgd(Arguments arguments) {
    boolean nesterov = arguments.flag("nesterov", false);
    double momentum = arguments.number("momentum", 0);
    double weightDecay = arguments.number("weight_decay", 0);
    arguments.only("dampening", 0);
    return (parameters, lr) -> new SGD(group(parameters, lr, momentum, weightDecay), nesterov);
  }

  private static Optimizer.Factory adam(Arguments arguments) {
    double beta1 = arguments.numberAt("betas", 0, 0.9);
    double beta2 = arguments.numberAt("betas", 1, 0.999);
    double eps = arguments.number("eps", 1e-8);
    double weightDecay = arguments.number("weight_decay", 0);
    arguments.only("amsgrad", false);
    return (parameters, lr) -> new Adam(group(parameters, lr, 0, weightDecay), beta1, beta2, eps);
  }

  private static Optimizer.Factory adamW(Arguments arguments) {
    double beta1 = arguments.numberAt("betas", 0, 0.9);
    double beta2 = arguments.numberAt("betas", 1, 0.999);
    double eps = arguments.number("eps", 1e-8);
    double weightDecay = arguments.number("weight_decay", ADAMW_WEIGHT_DECAY);
    arguments.only("amsgrad", false);
    return (parameters, lr) -> new AdamW(group(parameters, lr, 0, weightDecay), beta1, beta2, eps);
  }

  private static Optimizer.Factory rmsProp(Arguments arguments) {
    double alpha = arguments.number("alpha", 0.99);
    double eps = arguments.number("eps", 1e-8);
    double momentum = arguments.number("momentum", 0);
    double weightDecay = arguments.number("weight_decay", 0);
    arguments.only("centered", false);
    return (parameters, lr) ->
        new RMSProp(group(parameters, lr, momentum, weightDecay), alpha, eps);
  }

  private static List<ParameterGroup> group(
      Map<String, Tensor> parameters, double lr, double momentum, double weightDecay) {
    return List.of(new ParameterGroup(parameters, lr).momentum(momentum).weightDecay(weightDecay));
  }
}
