package ai.miniai.examples.stored;

import ai.miniai.doctor.Remedy.Action;
import ai.miniai.treatment.Prescription;
import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.weights.WeightInitRelu;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationELU;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationTanH;

/** A network of DL4J's with what a prescription changes inside its layers. */
final class ChangedNetwork {
  private ChangedNetwork() {}

  /**
   * A new network like {@code network}: with its weights, unless the prescription wants new ones.
   */
  static ComputationGraph of(ComputationGraph network, Prescription changes) {
    ComputationGraphConfiguration settings = network.getConfiguration().clone();
    boolean activations = changes.has(Action.CHANGE_ACTIVATION);
    boolean weights = activations || changes.has(Action.INITIALISE);
    List<String> outputs = settings.getNetworkOutputs();
    settings
        .getVertices()
        .forEach(
            (name, vertex) -> {
              if (vertex instanceof LayerVertex of
                  && of.getLayerConf().getLayer() instanceof BaseLayer layer) {
                if (activations && !outputs.contains(name)) {
                  layer.setActivationFn(instead(layer.getActivationFn()));
                }
                if (weights) {
                  layer.setWeightInitFn(new WeightInitRelu());
                }
              }
            });
    var changed = new ComputationGraph(settings);
    changed.init();
    if (!weights) {
      changed.setParams(network.params().dup());
    }
    return changed;
  }

  /** ELUs instead of what saturates, and leaky ReLUs instead of ReLUs, which die. */
  private static IActivation instead(IActivation activation) {
    if (activation instanceof ActivationSigmoid || activation instanceof ActivationTanH) {
      return new ActivationELU();
    }
    return activation instanceof ActivationReLU ? new ActivationLReLU() : activation;
  }
}
