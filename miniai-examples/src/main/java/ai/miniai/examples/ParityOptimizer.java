package ai.miniai.examples;

import ai.miniai.optim.Adam;
import ai.miniai.optim.AdamW;
import ai.miniai.optim.Optimizer;
import ai.miniai.optim.ParameterGroup;
import ai.miniai.optim.RMSProp;
import ai.miniai.optim.SGD;
import ai.miniai.tensor.Tensor;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/** Creates the optimizer that a parity case describes; missing settings are PyTorch's defaults. */
final class ParityOptimizer implements Optimizer.Factory {
  private static final double ADAMW_WEIGHT_DECAY = 0.01;

  private final ParityCase parity;

  ParityOptimizer(ParityCase parity) {
    this.parity = parity;
  }

  @Override
  public Optimizer create(Map<String, Tensor> parameters, double learningRate) {
    String type = parity.part("/optimizer/type").asText();
    double weightDecay = number("weight_decay", type.equals("adamw") ? ADAMW_WEIGHT_DECAY : 0);
    List<ParameterGroup> groups =
        List.of(
            new ParameterGroup(parameters, learningRate)
                .momentum(number("momentum", 0))
                .weightDecay(weightDecay));
    return switch (type) {
      case "sgd" -> new SGD(groups, parity.optional("/optimizer/nesterov").asBoolean(false));
      case "adam" -> new Adam(groups, beta(0, 0.9), beta(1, 0.999), eps());
      case "adamw" -> new AdamW(groups, beta(0, 0.9), beta(1, 0.999), eps());
      case "rmsprop" -> new RMSProp(groups, number("alpha", 0.99), eps());
      default ->
          throw new IllegalArgumentException(
              parity.name()
                  + ": the optimizer "
                  + type
                  + " is not known; known are sgd, adam, adamw, rmsprop");
    };
  }

  private double eps() {
    return number("eps", 1e-8);
  }

  private double beta(int index, double otherwise) {
    JsonNode betas = parity.optional("/optimizer/betas");
    return betas.isMissingNode() ? otherwise : parity.number("/optimizer/betas/" + index);
  }

  private double number(String name, double otherwise) {
    String path = "/optimizer/" + name;
    return parity.optional(path).isMissingNode() ? otherwise : parity.number(path);
  }
}
