package ai.miniai.dl4j;

import ai.miniai.setup.LayerInfo;
import ai.miniai.setup.RunSetup;
import com.google.common.base.Ascii;
import com.google.common.base.Joiner;
import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** Describes DL4J's layers and vertices in its own words. */
final class LayerSettings {
  /** The name of the framework in a {@link RunSetup}. */
  static final String FRAMEWORK = "DL4J";

  private LayerSettings() {}

  /**
   * The layers or vertices of a network, in the order in which they run, without a last one that
   * only computes a loss.
   */
  static ImmutableList<LayerInfo> of(Model model) {
    ImmutableList.Builder<LayerInfo> infos = ImmutableList.builder();
    if (model instanceof MultiLayerNetwork network) {
      List<String> names = LayerNames.of(network);
      for (int i = 0; i < names.size(); i++) {
        add(names.get(i), network.getLayer(i), infos);
      }
    } else if (model instanceof ComputationGraph graph) {
      for (int index : graph.topologicalSortOrder()) {
        GraphVertex vertex = graph.getVertices()[index];
        if (!vertex.isInputVertex()) {
          add(vertex.getVertexName(), vertex.hasLayer() ? vertex.getLayer() : vertex, infos);
        }
      }
    }
    return infos.build();
  }

  private static void add(String name, Object unit, ImmutableList.Builder<LayerInfo> infos) {
    if (!(unit instanceof Layer layer && OutputSettings.isLossOnly(layer))) {
      infos.add(of(LayerNames.inPath(name), unit));
    }
  }

  /** Describes a layer or a vertex, such as "DenseLayer" with "784, 50, relu". */
  static LayerInfo of(String path, Object unit) {
    if (!(unit instanceof Layer layer)) {
      return new LayerInfo(path, unit.getClass().getSimpleName(), "");
    }
    var conf = layer.conf().getLayer();
    List<String> details = new ArrayList<>();
    if (conf instanceof FeedForwardLayer sizes && sizes.getNIn() > 0) {
      details.add(sizes.getNIn() + ", " + sizes.getNOut());
    }
    if (conf instanceof ConvolutionLayer convolution) {
      details.add(
          "kernel "
              + Arrays.stream(convolution.getKernelSize())
                  .mapToObj(Integer::toString)
                  .collect(Collectors.joining("×")));
    }
    if (conf instanceof BaseLayer base && base.getActivationFn() != null) {
      details.add(Ascii.toLowerCase(base.getActivationFn().toString()));
    } else if (conf instanceof ActivationLayer activation) {
      details.add(Ascii.toLowerCase(activation.getActivationFn().toString()));
    }
    if (conf.getIDropout() instanceof Dropout dropout && dropout.getP() < 1) {
      details.add("retains " + dropout.getP() + " of its inputs");
    }
    return new LayerInfo(path, conf.getClass().getSimpleName(), Joiner.on(", ").join(details));
  }
}
