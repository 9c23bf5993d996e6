package ai.miniai.bench;

import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** DL4J's layers, with the same settings as ours. */
final class Dl4jLayers {
  static final InputType IMAGES =
      InputType.convolutional(SyntheticImages.SIDE, SyntheticImages.SIDE, 1);
  static final InputType ROWS = InputType.feedForward(SyntheticTable.FEATURES);

  private Dl4jLayers() {}

  static NeuralNetConfiguration.Builder settings() {
    return new NeuralNetConfiguration.Builder().seed(1).updater(new Sgd(Workload.LEARNING_RATE));
  }

  static Layer conv(int out, int kernel, int stride, Activation activation) {
    return new ConvolutionLayer.Builder(kernel, kernel)
        .nOut(out)
        .stride(stride, stride)
        .padding(kernel / 2, kernel / 2)
        .activation(activation)
        .build();
  }

  static Layer dense(int out, boolean bias, Activation activation) {
    return new DenseLayer.Builder().nOut(out).hasBias(bias).activation(activation).build();
  }

  static Layer batchNorm() {
    return new BatchNormalization.Builder().eps(1e-5).decay(0.9).build();
  }

  static Layer generalRelu() {
    return new ActivationLayer(new Dl4jGeneralRelu());
  }

  /** Average pooling with 2×2 windows, including partial ones at odd sizes. */
  static Layer pool() {
    return new SubsamplingLayer.Builder(PoolingType.AVG)
        .kernelSize(2, 2)
        .stride(2, 2)
        .convolutionMode(ConvolutionMode.Same)
        .build();
  }

  static Layer crossEntropy() {
    return new LossLayer.Builder(LossFunction.MCXENT).activation(Activation.SOFTMAX).build();
  }
}
