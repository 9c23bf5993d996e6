package ai.miniai.dl4j;

import ai.miniai.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Small networks of DL4J's, which learn at a rate of 0.1, and batches for them. */
final class Nets {
  static final double RATE = 0.1;
  static final int CLASSES = 3;

  private Nets() {}

  static NeuralNetConfiguration.Builder settings(DataType type) {
    return new NeuralNetConfiguration.Builder().seed(1).dataType(type).updater(new Sgd(RATE));
  }

  /** Convolution, batch normalisation, pooling, an activation of its own, dense, output. */
  static MultiLayerNetwork chain(DataType type) {
    var network =
        new MultiLayerNetwork(
            settings(type)
                .list(
                    conv(4, Activation.RELU),
                    new BatchNormalization(),
                    new SubsamplingLayer.Builder().kernelSize(2, 2).stride(2, 2).build(),
                    new ActivationLayer(Activation.TANH),
                    new DenseLayer.Builder().nOut(6).activation(Activation.SIGMOID).build(),
                    output())
                .setInputType(InputType.convolutional(8, 8, 1))
                .build());
    network.init();
    return network;
  }

  /** Dense and output, for types in which DL4J computes little else. */
  static MultiLayerNetwork dense(DataType type) {
    var network =
        new MultiLayerNetwork(
            settings(type)
                .list(
                    new DenseLayer.Builder().nOut(6).activation(Activation.TANH).build(), output())
                .setInputType(InputType.feedForward(4))
                .build());
    network.init();
    return network;
  }

  /** Five rows [5, 4]. */
  static DataSet rows(DataType type) {
    return new DataSet(Nd4j.ones(type, 5, 4), labels(type, 5));
  }

  /** A convolution, a way around two more, global pooling, and an output. */
  static ComputationGraph residual(DataType type) {
    var graph =
        new ComputationGraph(
            settings(type)
                .graphBuilder()
                .addInputs("images")
                .setInputTypes(InputType.convolutional(8, 8, 1))
                .addLayer("stem", conv(4, Activation.RELU), "images")
                .addLayer("conv.1", conv(4, Activation.RELU), "stem")
                .addLayer("norm", new BatchNormalization(), "conv.1")
                .addLayer("conv.2", conv(4, Activation.IDENTITY), "norm")
                .addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "conv.2", "stem")
                .addLayer("relu", new ActivationLayer(Activation.RELU), "sum")
                .addLayer("pool", new GlobalPoolingLayer(PoolingType.AVG), "relu")
                .addLayer("out", output(), "pool")
                .setOutputs("out")
                .build());
    graph.init();
    return graph;
  }

  /** Two recurrent layers with a dense one between, and an output at each time step. */
  static MultiLayerNetwork recurrent(DataType type) {
    var network =
        new MultiLayerNetwork(
            settings(type)
                .list(
                    new LSTM.Builder().nOut(5).activation(Activation.TANH).build(),
                    new DenseLayer.Builder().nOut(4).activation(Activation.TANH).build(),
                    new LSTM.Builder().nOut(5).activation(Activation.TANH).build(),
                    new RnnOutputLayer.Builder(LossFunction.MCXENT)
                        .nOut(CLASSES)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.recurrent(2, 6))
                .build());
    network.init();
    return network;
  }

  private static ConvolutionLayer conv(int out, Activation activation) {
    return new ConvolutionLayer.Builder(3, 3)
        .nOut(out)
        .convolutionMode(ConvolutionMode.Same)
        .activation(activation)
        .build();
  }

  static OutputLayer output() {
    return new OutputLayer.Builder(LossFunction.MCXENT)
        .nOut(CLASSES)
        .activation(Activation.SOFTMAX)
        .build();
  }

  /** Five images [5, 1, 8, 8]. */
  static DataSet images(DataType type) {
    Nd4j.getRandom().setSeed(7);
    return new DataSet(Nd4j.rand(type, 5, 1, 8, 8), labels(type, 5));
  }

  /** Four sequences [4, 2, 6], with a label at each step. */
  static DataSet sequences(DataType type) {
    Nd4j.getRandom().setSeed(7);
    INDArray labels = labels(type, 4 * 6).reshape(4, 6, CLASSES).permute(0, 2, 1).dup('c');
    return new DataSet(Nd4j.randn(type, 4, 2, 6), labels);
  }

  /** One-hot: 0, 1, 2, 0, … */
  static INDArray labels(DataType type, int rows) {
    INDArray labels = Nd4j.zeros(type, rows, CLASSES);
    for (int row = 0; row < rows; row++) {
      labels.putScalar(row, row % CLASSES, 1);
    }
    return labels;
  }

  static void fit(Model model, DataSet batch) {
    if (model instanceof MultiLayerNetwork network) {
      network.fit(batch);
    } else {
      ((ComputationGraph) model).fit(batch);
    }
  }

  static Model copy(Model model) {
    return model instanceof MultiLayerNetwork network
        ? network.clone()
        : ((ComputationGraph) model).clone();
  }

  static Dl4jModule module(Model model) {
    return model instanceof MultiLayerNetwork network
        ? Dl4jModule.of(network)
        : Dl4jModule.of((ComputationGraph) model);
  }

  /** The output of each layer in training mode, by the name of our module. */
  static Map<String, INDArray> feedForward(Model model, INDArray x) {
    Map<String, INDArray> found = new TreeMap<>();
    if (model instanceof MultiLayerNetwork network) {
      List<INDArray> outputs = network.feedForward(x, true);
      List<String> names = LayerNames.of(network);
      for (int i = 0; i < names.size(); i++) {
        found.put(names.get(i), outputs.get(i + 1));
      }
    } else {
      ((ComputationGraph) model)
          .feedForward(x, true)
          .forEach((name, output) -> found.put(name.replace('.', '_'), output));
    }
    return found;
  }

  /**
   * The input as "(input)", then the output of each layer of our module in training mode, in the
   * order of the network.
   */
  static Map<String, INDArray> outputs(Model model, INDArray x) {
    Map<String, INDArray> found = new LinkedHashMap<>();
    found.put("(input)", x);
    Dl4jModule module = module(model);
    module
        .namedChildren()
        .forEach(
            (name, layer) ->
                layer.onForward((one, inputs, output) -> found.put(name, output.array().dup())));
    module.call(Tensor.wrap(x));
    return found;
  }
}
