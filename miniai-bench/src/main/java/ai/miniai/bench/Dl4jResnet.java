package ai.miniai.bench;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.Activation;

/** The residual network as a DL4J graph: DL4J's chains of layers have no skip connections. */
final class Dl4jResnet {
  private static final int[] WIDTHS = {8, 16, 32, 64, 128, 256};

  private final GraphBuilder graph = Dl4jLayers.settings().graphBuilder();
  private int count;

  private Dl4jResnet() {}

  static ComputationGraph create() {
    ComputationGraph network = new ComputationGraph(new Dl4jResnet().build().build());
    network.init();
    return network;
  }

  private GraphBuilder build() {
    graph.addInputs("images").setInputTypes(Dl4jLayers.IMAGES);
    String last = "images";
    int stride = 1;
    for (int width : WIDTHS) {
      last = block(last, width, stride);
      stride = 2;
    }
    last = add(Dl4jLayers.dense(10, false, Activation.IDENTITY), last);
    last = add(Dl4jLayers.batchNorm(), last);
    return graph.setOutputs(add(Dl4jLayers.crossEntropy(), last));
  }

  private String block(String input, int width, int stride) {
    String convs = add(Dl4jLayers.conv(width, 3, 1, Activation.IDENTITY), input);
    convs = add(Dl4jLayers.batchNorm(), convs);
    convs = add(Dl4jLayers.generalRelu(), convs);
    convs = add(Dl4jLayers.conv(width, 3, stride, Activation.IDENTITY), convs);
    convs = add(Dl4jLayers.batchNorm(), convs);
    String around = stride == 1 ? input : add(Dl4jLayers.pool(), input);
    around = add(Dl4jLayers.conv(width, 1, 1, Activation.IDENTITY), around);
    String sum = "sum" + count++;
    graph.addVertex(sum, new ElementWiseVertex(ElementWiseVertex.Op.Add), convs, around);
    return add(Dl4jLayers.generalRelu(), sum);
  }

  private String add(Layer layer, String input) {
    String name = layer.getClass().getSimpleName() + count++;
    graph.addLayer(name, layer, input);
    return name;
  }
}
