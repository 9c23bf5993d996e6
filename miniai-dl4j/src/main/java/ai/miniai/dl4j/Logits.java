package ai.miniai.dl4j;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.graph.vertex.impl.LayerVertex;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What output layers pass to their activation functions. DL4J runs output layers only after it has
 * told its listeners of the forward pass. Therefore they are run once more, without dropout, by
 * copies, so that the training does not notice.
 */
final class Logits {
  private Logits() {}

  /**
   * The logits of the output layer; empty if there is none, or its loss is more than a function of
   * its output.
   *
   * @param activations the input, and the outputs of all other layers
   */
  static Optional<INDArray> of(MultiLayerNetwork network, List<INDArray> activations) {
    int last = network.getnLayers() - 1;
    return activations.size() == network.getnLayers()
        ? of(
            network.getLayer(last),
            network.getLayerWiseConfigurations().getInputPreProcess(last),
            activations.get(last),
            activations.get(0).size(0))
        : Optional.empty();
  }

  /** The logits of the output layer, if there is one. */
  static Optional<INDArray> of(ComputationGraph graph, Map<String, INDArray> activations) {
    List<String> outputs = graph.getConfiguration().getNetworkOutputs();
    return outputs.size() == 1
        ? of(graph, graph.getVertex(outputs.get(0)), activations)
        : Optional.empty();
  }

  /** The logits of {@code vertex}, if it is such an output layer. */
  static Optional<INDArray> of(
      ComputationGraph graph, GraphVertex vertex, Map<String, INDArray> activations) {
    List<String> before = graph.getConfiguration().getVertexInputs().get(vertex.getVertexName());
    INDArray input = before == null ? null : activations.get(before.get(0));
    return input != null && vertex instanceof LayerVertex layer
        ? of(layer.getLayer(), layer.getLayerPreProcessor(), input, graph.getInput(0).size(0))
        : Optional.empty();
  }

  private static Optional<INDArray> of(
      Layer output, @Nullable InputPreProcessor before, INDArray input, long batch) {
    if (!OutputSettings.isKnown(output)) {
      return Optional.empty();
    }
    LayerWorkspaceMgr memory = StepMemory.current();
    int batchSize = Math.toIntExact(batch);
    INDArray x = input.dup();
    Layer copy = OutputSettings.logits(output, input.dataType());
    copy.setInputMiniBatchSize(batchSize);
    return Optional.of(
        copy.activate(before == null ? x : before.preProcess(x, batchSize, memory), false, memory));
  }
}
