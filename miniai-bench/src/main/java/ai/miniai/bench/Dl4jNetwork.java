package ai.miniai.bench;

import ai.miniai.examples.ModelName;
import java.util.function.Consumer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * A network of DL4J's.
 *
 * @param model the network
 * @param step trains it with one batch
 */
record Dl4jNetwork(Model model, Consumer<DataSet> step) {
  private static final InputType IMAGES =
      InputType.convolutional(SyntheticImages.SIDE, SyntheticImages.SIDE, 1);

  /** The same network as ours. */
  static Dl4jNetwork of(ModelName model) {
    return switch (model) {
      case CNN ->
          chain(
              conv(8, 5, Activation.RELU),
              conv(16, 3, Activation.RELU),
              conv(32, 3, Activation.RELU),
              conv(64, 3, Activation.RELU),
              conv(10, 3, Activation.IDENTITY),
              crossEntropy());
      case MLP -> chain(dense(50, Activation.RELU), dense(10, Activation.IDENTITY), crossEntropy());
    };
  }

  private static Dl4jNetwork chain(Layer... layers) {
    var list =
        new NeuralNetConfiguration.Builder()
            .seed(1)
            .updater(new Sgd(Workload.LEARNING_RATE))
            .list(layers)
            .setInputType(IMAGES);
    MultiLayerNetwork network = new MultiLayerNetwork(list.build());
    network.init();
    return new Dl4jNetwork(network, network::fit);
  }

  private static Layer conv(int out, int kernel, Activation activation) {
    return new ConvolutionLayer.Builder(kernel, kernel)
        .nOut(out)
        .stride(2, 2)
        .padding(kernel / 2, kernel / 2)
        .activation(activation)
        .build();
  }

  private static Layer dense(int out, Activation activation) {
    return new DenseLayer.Builder().nOut(out).activation(activation).build();
  }

  private static Layer crossEntropy() {
    return new LossLayer.Builder(LossFunction.MCXENT).activation(Activation.SOFTMAX).build();
  }

  void fit(DataSet batch) {
    step.accept(batch);
  }

  void listen(TrainingListener listener) {
    model.setListeners(listener);
  }
}
