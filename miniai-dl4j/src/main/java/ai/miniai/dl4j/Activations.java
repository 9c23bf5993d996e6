package ai.miniai.dl4j;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
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
 * The activations that DL4J passes to its listeners, by the names of a {@link Dl4jModule}, and what
 * it does not pass: the logits of output layers, which it computes later. They are computed once
 * more here, without dropout, by copies of these layers.
 */
final class Activations {
  /** The name of the network's first input. */
  static final String INPUT = "(input)";

  private Activations() {}

  /** From a list of activations that starts with the input and lacks the output layer. */
  static ImmutableMap<String, INDArray> of(MultiLayerNetwork network, List<INDArray> activations) {
    OutputView view = OutputView.of(network);
    List<String> names = LayerNames.of(network);
    ImmutableMap.Builder<String, INDArray> found = ImmutableMap.builder();
    put(INPUT, view.of(activations.get(0), null), found);
    int last = activations.size() - 1;
    for (int i = 0; i < last; i++) {
      put(names.get(i), view.of(activations.get(i + 1), network.getLayer(i)), found);
    }
    if (last < names.size()) {
      Layer output = network.getLayer(last);
      InputPreProcessor before = network.getLayerWiseConfigurations().getInputPreProcess(last);
      logits(output, before, activations.get(last), activations.get(0).size(0))
          .ifPresent(logits -> put(names.get(last), view.of(logits, output), found));
    }
    return found.buildOrThrow();
  }

  /** From an unordered map: in the order in which the vertices run. */
  static ImmutableMap<String, INDArray> of(
      ComputationGraph graph, Map<String, INDArray> activations) {
    ImmutableMap.Builder<String, INDArray> found = ImmutableMap.builder();
    put(INPUT, OutputView.of(graph).of(graph.getInput(0), null), found);
    return found.putAll(of(graph, vertex -> output(graph, vertex, activations))).buildOrThrow();
  }

  private static @Nullable INDArray output(
      ComputationGraph graph, GraphVertex vertex, Map<String, INDArray> activations) {
    INDArray passed = activations.get(vertex.getVertexName());
    if (passed != null || !(vertex instanceof LayerVertex layer)) {
      return passed;
    }
    String before =
        requireNonNull(graph.getConfiguration().getVertexInputs().get(vertex.getVertexName()))
            .get(0);
    INDArray x = activations.get(before);
    return x == null
        ? null
        : logits(layer.getLayer(), layer.getLayerPreProcessor(), x, graph.getInput(0).size(0))
            .orElse(null);
  }

  /** What an output layer passes to its activation function; empty for other layers. */
  private static Optional<INDArray> logits(
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

  /** The gradients of the loss, summed over the batch, with respect to the outputs of vertices. */
  static ImmutableMap<String, INDArray> gradients(ComputationGraph graph) {
    return of(graph, GraphVertex::getEpsilon);
  }

  private static ImmutableMap<String, INDArray> of(
      ComputationGraph graph, Function<GraphVertex, @Nullable INDArray> array) {
    OutputView view = OutputView.of(graph);
    ImmutableMap.Builder<String, INDArray> found = ImmutableMap.builder();
    for (int index : graph.topologicalSortOrder()) {
      GraphVertex vertex = graph.getVertices()[index];
      INDArray present = array.apply(vertex);
      if (present != null && !vertex.isInputVertex()) {
        put(vertex.getVertexName(), view.of(present, vertex.getLayer()), found);
      }
    }
    return found.buildOrThrow();
  }

  private static void put(
      String name, @Nullable INDArray output, ImmutableMap.Builder<String, INDArray> found) {
    if (output != null) {
      found.put(LayerNames.inPath(name), output);
    }
  }

  /** From the parts of a layer that is trained alone: a variational autoencoder. */
  static ImmutableMap<String, INDArray> of(Layer layer, Map<String, INDArray> activations) {
    String name = LayerNames.inPath(LayerNames.of(layer, layer.getIndex()));
    ImmutableMap.Builder<String, INDArray> found = ImmutableMap.builder();
    activations.forEach((part, output) -> found.put(name + "." + part, output));
    return found.buildOrThrow();
  }
}
