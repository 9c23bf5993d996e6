package ai.miniai.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import ai.miniai.data.DataLoader;
import ai.miniai.data.DataLoaders;
import ai.miniai.data.Dataset;
import ai.miniai.data.Sample;
import ai.miniai.doctor.Diagnosis;
import ai.miniai.doctor.Doctor;
import ai.miniai.doctor.DoctorCB;
import ai.miniai.doctor.Finding;
import ai.miniai.learner.TrainLearner;
import ai.miniai.recording.RunRecord;
import java.util.Random;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

/** The same network gets the same diagnosis, whoever trains it. */
class SameDiagnosisTest {
  private static final int CLASSES = 3;

  /** Points around three centres: easy. */
  private static Dataset points() {
    var random = new Random(1);
    return Dataset.of(
        IntStream.range(0, 240)
            .mapToObj(
                i -> {
                  int label = random.nextInt(CLASSES);
                  double turn = 2 * Math.PI * label / CLASSES;
                  float[] point = {
                    (float) (Math.cos(turn) + random.nextGaussian() / 4),
                    (float) (Math.sin(turn) + random.nextGaussian() / 4)
                  };
                  return Sample.of(point, new long[] {2}, label);
                })
            .toList());
  }

  private static MultiLayerNetwork network(Activation activation, double rate) {
    NeuralNetConfiguration.ListBuilder layers =
        new NeuralNetConfiguration.Builder().seed(1).updater(new Sgd(rate)).list();
    for (int i = 0; i < 6; i++) {
      layers.layer(new DenseLayer.Builder().nOut(10).activation(activation).build());
    }
    layers.layer(
        new OutputLayer.Builder(new LossMCXENT())
            .nOut(CLASSES)
            .activation(Activation.SOFTMAX)
            .build());
    var network = new MultiLayerNetwork(layers.setInputType(InputType.feedForward(2)).build());
    network.init();
    return network;
  }

  @ParameterizedTest
  @CsvSource({"SIGMOID, 0.1, true", "RELU, 50, true", "TANH, 0.1, false"})
  void isMadeByTheListenerAndByTheLearner(Activation activation, double rate, boolean sick) {
    Diagnosis ofDl4j = new Doctor().examine(throughDl4j(network(activation, rate)));
    Diagnosis ofMiniai = new Doctor().examine(throughMiniai(network(activation, rate), rate));

    assertThat(ofDl4j.isSick()).as(ofDl4j.toString()).isEqualTo(sick);
    assertThat(ofMiniai.isSick()).as(ofMiniai.toString()).isEqualTo(sick);
    assertThat(ofDl4j.headline().map(Finding::pattern))
        .as("%s%n%n%s", ofDl4j, ofMiniai)
        .isEqualTo(ofMiniai.headline().map(Finding::pattern));
  }

  /** In the same order in each epoch, for both. */
  private static DataLoader batches() {
    return DataLoader.of(points(), 16);
  }

  private static RunRecord throughDl4j(MultiLayerNetwork network) {
    var stats = new StatsTrainingListener();
    network.addListeners(stats);
    network.fit(Dl4jData.iterator(batches(), CLASSES), 10);
    return stats.record();
  }

  private static RunRecord throughMiniai(MultiLayerNetwork network, double rate) {
    Dl4jModule model = Dl4jModule.of(network);
    var doctor = new DoctorCB().onDiagnosis(diagnosis -> {});
    var dls = new DataLoaders(batches(), DataLoader.of(points(), 240));
    new TrainLearner(model, dls, model.lossFunction(), rate).fit(10, doctor);
    return doctor.record();
  }
}
