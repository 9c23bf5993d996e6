package ai.miniai.dl4j;

import ai.miniai.recording.RunRecorderCB;
import com.google.common.collect.ImmutableMap;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.api.layers.IOutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The labels of a network in the current batch, by the names that a recording has for them. */
final class NetworkTargets {
  private NetworkTargets() {}

  /** Without labels that are masked. Empty if {@code model} is no network. */
  static ImmutableMap<String, INDArray> of(Model model) {
    if (model instanceof MultiLayerNetwork network) {
      return of(OutputView.of(network), Stream.of(network.getOutputLayer()));
    }
    return model instanceof ComputationGraph graph
        ? of(
            OutputView.of(graph),
            IntStream.range(0, graph.getNumOutputArrays()).mapToObj(graph::getOutputLayer))
        : ImmutableMap.of();
  }

  private static ImmutableMap<String, INDArray> of(OutputView view, Stream<Layer> outputs) {
    List<Layer> layers = outputs.filter(IOutputLayer.class::isInstance).toList();
    ImmutableMap.Builder<String, INDArray> found = ImmutableMap.builder();
    for (int i = 0; i < layers.size(); i++) {
      @Nullable INDArray labels = ((IOutputLayer) layers.get(i)).getLabels();
      @Nullable INDArray shown =
          labels == null ? null : view.of(NetworkInputs.held(labels), layers.get(i));
      if (shown != null) {
        found.put(layers.size() == 1 ? RunRecorderCB.TARGET : "(target " + i + ")", shown);
      }
    }
    return found.buildOrThrow();
  }
}
