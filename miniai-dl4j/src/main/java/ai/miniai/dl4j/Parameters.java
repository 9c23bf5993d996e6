package ai.miniai.dl4j;

import com.google.common.collect.ImmutableMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The trained parameters of a DL4J model, by the names of a {@link Dl4jModule}, such as "layer0.W".
 * A model is a network, a graph, or a layer that is trained alone.
 */
final class Parameters {
  private final Map<String, INDArray> gradientsByKey;
  private final ImmutableMap.Builder<String, INDArray> values = ImmutableMap.builder();
  private final ImmutableMap.Builder<String, INDArray> gradients = ImmutableMap.builder();

  private Parameters(Model model) {
    Gradient gradient = model.gradient();
    gradientsByKey = gradient == null ? Map.of() : gradient.gradientForVariable();
    if (model instanceof MultiLayerNetwork network) {
      List<String> names = LayerNames.of(network);
      for (int i = 0; i < names.size(); i++) {
        Layer layer = network.getLayer(i);
        add(names.get(i), layer, layer.paramTable(true), i + "_");
      }
    } else if (model instanceof ComputationGraph graph) {
      for (GraphVertex vertex : graph.getVertices()) {
        String name = vertex.getVertexName();
        add(name, vertex.getLayer(), vertex.paramTable(true), name + "_");
      }
    } else if (model instanceof Layer layer) {
      add(LayerNames.of(layer, layer.getIndex()), layer, layer.paramTable(), "");
    }
  }

  private void add(
      String name, @Nullable Layer layer, @Nullable Map<String, INDArray> table, String prefix) {
    if (table == null) {
      return;
    }
    table.forEach(
        (key, value) -> {
          if (layer != null && !layer.updaterDivideByMinibatch(key)) {
            return; // a running mean
          }
          String path = LayerNames.inPath(name) + "." + key;
          values.put(path, value);
          INDArray gradient = gradientsByKey.get(prefix + key);
          if (gradient != null) {
            gradients.put(path, gradient);
          }
        });
  }

  /** The values of the parameters. */
  static ImmutableMap<String, INDArray> values(Model model) {
    return new Parameters(model).values.buildOrThrow();
  }

  /**
   * For those parameters that have one, the sum of the gradients over the batch, before the updater
   * has run. After it has run, the same arrays contain the step that is subtracted from the
   * parameter.
   */
  static ImmutableMap<String, INDArray> gradients(Model model) {
    return new Parameters(model).gradients.buildOrThrow();
  }
}
