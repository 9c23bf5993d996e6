package ai.miniai.dl4j;

import com.google.common.collect.ImmutableMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The activations that DL4J passes to its listeners, by the names of a {@link Dl4jModule}, with the
 * {@link Logits} of output layers. Layers that only compute a loss have no output of their own.
 */
final class Activations {
  private Activations() {}

  /** From a list of activations that starts with the input. */
  static ImmutableMap<String, INDArray> of(MultiLayerNetwork network, List<INDArray> activations) {
    OutputView view = OutputView.of(network);
    List<String> names = LayerNames.of(network);
    ImmutableMap.Builder<String, INDArray> found = ImmutableMap.builder();
    int last = activations.size() - 1;
    for (int i = 0; i < last; i++) {
      put(names.get(i), view.of(activations.get(i + 1), network.getLayer(i)), found);
    }
    Layer output = network.getLayer(names.size() - 1);
    if (!OutputSettings.isLossOnly(output)) {
      Logits.of(network, activations)
          .ifPresent(logits -> put(names.get(last), view.of(logits, output), found));
    }
    return found.buildOrThrow();
  }

  /** From an unordered map: in the order in which the vertices run. */
  static ImmutableMap<String, INDArray> of(
      ComputationGraph graph, Map<String, INDArray> activations) {
    return of(
        graph,
        vertex -> {
          INDArray passed = activations.get(vertex.getVertexName());
          return passed == null && !isLossOnly(vertex)
              ? Logits.of(graph, vertex, activations).orElse(null)
              : passed;
        });
  }

  private static boolean isLossOnly(GraphVertex vertex) {
    return vertex.hasLayer() && OutputSettings.isLossOnly(vertex.getLayer());
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
