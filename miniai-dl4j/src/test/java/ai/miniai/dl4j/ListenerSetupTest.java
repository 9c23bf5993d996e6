package ai.miniai.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.miniai.loss.Losses;
import ai.miniai.recording.LayerStats;
import ai.miniai.recording.Quantity;
import ai.miniai.recording.RunRecord;
import ai.miniai.setup.LayerInfo;
import ai.miniai.setup.LossForm;
import ai.miniai.setup.LossInfo;
import ai.miniai.setup.OptimizerInfo;
import ai.miniai.setup.RunSetup;
import ai.miniai.setup.TargetKind;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.adapter.SingletonDataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossBinaryXENT;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;
import org.nd4j.linalg.lossfunctions.impl.LossSparseMCXENT;

/** What the listener finds out about how a network is trained. */
class ListenerSetupTest {
  private static MultiLayerNetwork network(
      ILossFunction loss, Activation activation, int outputs, double l2) {
    var network =
        new MultiLayerNetwork(
            Nets.settings(DataType.FLOAT)
                .updater(new Nesterovs(0.01, 0.8))
                .l2(l2)
                .list(
                    new DenseLayer.Builder().nOut(6).activation(Activation.SIGMOID).build(),
                    new OutputLayer.Builder(loss).nOut(outputs).activation(activation).build())
                .setInputType(InputType.feedForward(4))
                .build());
    network.init();
    return network;
  }

  private static RunRecord record(Model model, DataSet batch, int times) {
    var stats = new StatsTrainingListener();
    model.addListeners(stats);
    for (int i = 0; i < times; i++) {
      Nets.fit(model, batch);
    }
    return stats.record();
  }

  @Test
  void namesLayersAndUpdaterInDl4jsWords() {
    MultiLayerNetwork network = network(new LossMCXENT(), Activation.SOFTMAX, 3, 0.02);

    RunRecord run = record(network, Nets.rows(DataType.FLOAT), 1);
    RunSetup setup = run.setup();

    assertThat(run.recording(Quantity.ACTIVATIONS).orElseThrow().layers())
        .extracting(LayerStats::title)
        .containsExactly("layer0 DenseLayer 4→6", "layer1 OutputLayer 6→3");
    assertThat(setup.framework()).isEqualTo("DL4J");
    assertThat(setup.layers())
        .containsExactly(
            new LayerInfo("layer0", "DenseLayer", "4, 6, sigmoid"),
            new LayerInfo("layer1", "OutputLayer", "6, 3, softmax"));
    assertThat(setup.optimizer()).contains(new OptimizerInfo("Nesterovs", 0.01, 0.8, 0.02));
    assertThat(setup.batchSize()).isEqualTo(5);
  }

  @Test
  void describesVerticesInTheOrderInWhichTheyRun() {
    RunSetup setup = record(Nets.residual(DataType.FLOAT), Nets.images(DataType.FLOAT), 1).setup();

    assertThat(setup.layers())
        .extracting(LayerInfo::title)
        .startsWith("stem (ConvolutionLayer 1, 4, kernel 3×3, relu)")
        .contains("sum (ElementWiseVertex)")
        .endsWith("out (OutputLayer 4, 3, softmax)");
  }

  static Stream<List<Object>> losses() {
    INDArray classes = Nets.labels(DataType.FLOAT, 5);
    INDArray indices = Nd4j.createFromArray(0f, 1f, 2f, 0f, 1f).reshape(5, 1);
    return Stream.of(
        List.of(
            new LossMCXENT(),
            Activation.SOFTMAX,
            classes,
            LossForm.SOFTMAX_CROSS_ENTROPY,
            TargetKind.ONE_HOT),
        List.of(
            new LossSparseMCXENT(),
            Activation.SOFTMAX,
            indices,
            LossForm.SOFTMAX_CROSS_ENTROPY,
            TargetKind.CLASSES),
        List.of(
            new LossBinaryXENT(),
            Activation.SIGMOID,
            Nd4j.createFromArray(
                new float[][] {{1, 1, 0}, {0, 0, 0}, {1, 0, 1}, {0, 1, 1}, {1, 1, 1}}),
            LossForm.SIGMOID_CROSS_ENTROPY,
            TargetKind.BINARY),
        List.of(
            new LossMSE(),
            Activation.IDENTITY,
            Nd4j.linspace(DataType.FLOAT, -1, 0.25, 15).reshape(5, 3),
            LossForm.SQUARED_ERROR,
            TargetKind.NUMBERS));
  }

  @ParameterizedTest
  @MethodSource("losses")
  void findsOutLossTargetsAndWhatGuessingCosts(List<Object> given) {
    MultiLayerNetwork network =
        network((ILossFunction) given.get(0), (Activation) given.get(1), 3, 0);
    var batch = new DataSet(Nd4j.rand(DataType.FLOAT, 5, 4), (INDArray) given.get(2));

    RunRecord record = record(network, batch, 30);

    assertThat(record.setup().loss())
        .contains(
            new LossInfo(((ILossFunction) given.get(0)).name(), (LossForm) given.get(3), false));
    assertThat(record.setup().targets().orElseThrow().kind()).isEqualTo(given.get(4));
    // the network can do no better without its inputs
    INDArray guess = Nd4j.zeros(DataType.FLOAT, 5, 4);
    network.setListeners(List.of());
    for (int i = 0; i < 2000; i++) {
      network.fit(new DataSet(guess, batch.getLabels()));
    }
    assertThat(record.guessing().training().get(29))
        .isCloseTo(network.score(new DataSet(guess, batch.getLabels())), within(0.02));
  }

  @Test
  void knowsALossOfOurs() {
    MultiLayerNetwork network = network(new AutogradLoss(Losses::mse), Activation.IDENTITY, 3, 0);

    RunRecord record = record(network, Nets.rows(DataType.FLOAT), 3);

    assertThat(record.setup().loss().orElseThrow().form()).isEqualTo(LossForm.SQUARED_ERROR);
    assertThat(record.guessing().training().length()).isEqualTo(3);
  }

  @Test
  void doesNotTakeALossForALayer() {
    var network =
        new MultiLayerNetwork(
            Nets.settings(DataType.FLOAT)
                .list(
                    new DenseLayer.Builder().nOut(3).activation(Activation.SIGMOID).build(),
                    new LossLayer.Builder(new LossMSE()).activation(Activation.IDENTITY).build())
                .setInputType(InputType.feedForward(4))
                .build());
    network.init();

    RunRecord record = record(network, Nets.rows(DataType.FLOAT), 2);

    assertThat(record.setup().layers()).extracting(LayerInfo::path).containsExactly("layer0");
    assertThat(record.recording(Quantity.ACTIVATIONS).orElseThrow().layers())
        .extracting(LayerStats::name)
        .containsExactly("layer0");
    assertThat(record.setup().outputs().orElseThrow().max()).isBetween(0.0, 1.0);
  }

  @Test
  void leavesPenaltiesOutOfTheLosses() {
    MultiLayerNetwork network = network(new LossMCXENT(), Activation.SOFTMAX, 3, 0.5);
    network.setParams(network.params().add(1));
    DataSet batch = Nets.rows(DataType.FLOAT);
    double penalty = network.calcRegularizationScore(true);
    double score = network.score(batch, true);

    RunRecord record = record(network, batch, 2);

    assertThat(penalty).isPositive();
    assertThat(record.losses().training().get(0)).isCloseTo(score - penalty, within(1e-5));
    assertThat(record.guessing().training().length()).isEqualTo(2);
  }

  @Test
  void countsTheBatchesOfAnEpoch() {
    MultiLayerNetwork network = Nets.dense(DataType.FLOAT);
    var stats = new StatsTrainingListener();
    network.addListeners(stats);

    network.fit(new SingletonDataSetIterator(Nets.rows(DataType.FLOAT)), 3);

    assertThat(stats.record().setup().batchesPerPass()).isEqualTo(1);
  }

  @Test
  void guessesForGraphsToo() {
    RunRecord record = record(Nets.residual(DataType.FLOAT), Nets.images(DataType.FLOAT), 3);

    assertThat(record.setup().targets().orElseThrow().kind()).isEqualTo(TargetKind.ONE_HOT);
    assertThat(record.guessing().training().length()).isEqualTo(3);
  }

  @Test
  void guessesForSequencesToo() {
    RunRecord record = record(Nets.recurrent(DataType.FLOAT), Nets.sequences(DataType.FLOAT), 3);

    assertThat(record.guessing().training().length()).isEqualTo(3);
  }
}
