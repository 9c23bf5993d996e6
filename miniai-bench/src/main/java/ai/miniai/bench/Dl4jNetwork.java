package ai.miniai.bench;

import static ai.miniai.bench.Dl4jLayers.batchNorm;
import static ai.miniai.bench.Dl4jLayers.conv;
import static ai.miniai.bench.Dl4jLayers.crossEntropy;
import static ai.miniai.bench.Dl4jLayers.dense;
import static ai.miniai.bench.Dl4jLayers.generalRelu;

import java.util.function.Consumer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.dataset.DataSet;

/**
 * A DL4J network that is equivalent to one of ours.
 *
 * @param model the network
 * @param step trains it on one batch
 */
record Dl4jNetwork(Model model, Consumer<DataSet> step) {

  static Dl4jNetwork of(Network model) {
    return switch (model) {
      case CNN ->
          chain(
              Dl4jLayers.IMAGES,
              conv(8, 5, 2, Activation.RELU),
              conv(16, 3, 2, Activation.RELU),
              conv(32, 3, 2, Activation.RELU),
              conv(64, 3, 2, Activation.RELU),
              conv(10, 3, 2, Activation.IDENTITY),
              crossEntropy());
      case BN_CNN ->
          chain(
              Dl4jLayers.IMAGES,
              conv(8, 5, 2, Activation.IDENTITY),
              batchNorm(),
              generalRelu(),
              conv(16, 3, 2, Activation.IDENTITY),
              batchNorm(),
              generalRelu(),
              conv(32, 3, 2, Activation.IDENTITY),
              batchNorm(),
              generalRelu(),
              conv(64, 3, 2, Activation.IDENTITY),
              batchNorm(),
              generalRelu(),
              conv(10, 3, 2, Activation.IDENTITY),
              crossEntropy());
      case MLP ->
          chain(
              Dl4jLayers.IMAGES,
              dense(50, true, Activation.RELU),
              dense(10, true, Activation.IDENTITY),
              crossEntropy());
      case TABLE ->
          chain(
              Dl4jLayers.ROWS,
              dense(64, true, Activation.RELU),
              dense(64, true, Activation.RELU),
              dense(2, true, Activation.IDENTITY),
              crossEntropy());
      case LSTM, ATTENTION ->
          throw new IllegalArgumentException("there is no network of DL4J's like " + model);
      case RESNET -> {
        ComputationGraph graph = Dl4jResnet.create();
        yield new Dl4jNetwork(graph, graph::fit);
      }
    };
  }

  private static Dl4jNetwork chain(InputType input, Layer... layers) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(Dl4jLayers.settings().list(layers).setInputType(input).build());
    network.init();
    return new Dl4jNetwork(network, network::fit);
  }
}
