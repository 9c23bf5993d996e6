package ai.miniai.dl4j;

import static java.util.Objects.requireNonNull;

import ai.miniai.loss.LossFunction;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.layers.IOutputLayer;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.graph.vertex.impl.LayerVertex;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The connections of the layers of a network, for both kinds of networks.
 *
 * @param inputs the names of the network's inputs
 * @param nodes by DL4J's name, in an order in which they can run
 * @param outputs the names of the nodes whose outputs are the network's outputs
 * @param losses the loss of each output that has one
 * @param dataType the type of the parameters
 * @param begin receives the inputs before each pass
 */
record Wiring(
    ImmutableList<String> inputs,
    ImmutableMap<String, Node> nodes,
    ImmutableList<String> outputs,
    ImmutableList<Optional<LossFunction>> losses,
    DataType dataType,
    Consumer<INDArray[]> begin) {

  /** A layer, and the names of the nodes whose outputs are its inputs. */
  record Node(Dl4jLayer layer, ImmutableList<String> inputs) {}

  static Wiring of(MultiLayerNetwork network) {
    network.init();
    if (network.getGradientsViewArray() == null) {
      network.initGradientsView();
    }
    ImmutableMap.Builder<String, Node> nodes = ImmutableMap.builder();
    String last = "input";
    MultiLayerConfiguration conf = network.getLayerWiseConfigurations();
    List<String> names = LayerNames.of(network);
    for (int i = 0; i < names.size(); i++) {
      Unit unit =
          new LayerUnit(network.getLayer(i), conf.getInputPreProcess(i), conf.getDataType());
      nodes.put(names.get(i), new Node(new Dl4jLayer(unit), ImmutableList.of(last)));
      last = names.get(i);
    }
    return new Wiring(
        ImmutableList.of("input"),
        nodes.buildOrThrow(),
        ImmutableList.of(last),
        ImmutableList.of(loss(network.getOutputLayer())),
        conf.getDataType(),
        inputs -> {});
  }

  static Wiring of(ComputationGraph graph) {
    graph.init();
    if (graph.getGradientsViewArray() == null) {
      graph.initGradientsView();
    }
    ComputationGraphConfiguration conf = graph.getConfiguration();
    ImmutableMap.Builder<String, Node> nodes = ImmutableMap.builder();
    for (int index : graph.topologicalSortOrder()) {
      GraphVertex vertex = graph.getVertices()[index];
      if (!vertex.isInputVertex()) {
        nodes.put(
            vertex.getVertexName(),
            new Node(
                new Dl4jLayer(unit(vertex, conf.getDataType())),
                ImmutableList.copyOf(
                    requireNonNull(conf.getVertexInputs().get(vertex.getVertexName())))));
      }
    }
    return new Wiring(
        ImmutableList.copyOf(conf.getNetworkInputs()),
        nodes.buildOrThrow(),
        ImmutableList.copyOf(conf.getNetworkOutputs()),
        conf.getNetworkOutputs().stream()
            .map(name -> loss(graph.getVertex(name).getLayer()))
            .collect(ImmutableList.toImmutableList()),
        conf.getDataType(),
        graph::setInputs);
  }

  private static Unit unit(GraphVertex vertex, DataType type) {
    return vertex instanceof LayerVertex layer
        ? new LayerUnit(layer.getLayer(), layer.getLayerPreProcessor(), type)
        : new VertexUnit(vertex);
  }

  private static Optional<LossFunction> loss(Layer output) {
    return output instanceof IOutputLayer
        ? Optional.of(OutputSettings.of(output).lossFunction())
        : Optional.empty();
  }
}
