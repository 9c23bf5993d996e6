package ai.miniai.examples;

import ai.miniai.data.DataLoader;
import ai.miniai.data.fashion.FashionMnist;
import ai.miniai.dl4j.Dl4jData;
import ai.miniai.dl4j.StatsTrainingListener;
import ai.miniai.doctor.Diagnosis;
import ai.miniai.doctor.Doctor;
import ai.miniai.random.Seed;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** A plain DL4J training run that learns almost nothing, and the doctor's diagnosis. */
public final class Dl4jDiagnosis {
  private Dl4jDiagnosis() {}

  public static void main(String... arguments) {
    System.out.println(diagnosis(1.0, 8192));
  }

  /** The doctor's diagnosis of two epochs with {@code images} images at this learning rate. */
  static Diagnosis diagnosis(double rate, int images) {
    Seed.set(1); // the order of the images
    var data = DataLoader.of(FashionMnist.load().train().subset(0, images), 128).shuffle(true);
    var network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(new Sgd(rate))
                .activation(Activation.RELU)
                .list(
                    new DenseLayer.Builder().nOut(50).build(),
                    new DenseLayer.Builder().nOut(50).build(),
                    new DenseLayer.Builder().nOut(50).build(),
                    new DenseLayer.Builder().nOut(50).build(),
                    new DenseLayer.Builder().nOut(50).build(),
                    new OutputLayer.Builder(LossFunction.MCXENT)
                        .nOut(10)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.convolutional(28, 28, 1))
                .build());
    network.init();
    var stats = new StatsTrainingListener();
    network.addListeners(stats); // the one line

    network.fit(Dl4jData.iterator(data, 10), 2);

    return new Doctor().examine(stats.record());
  }
}
