package ai.miniai.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.miniai.loss.Losses;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;

class AutogradLossTest {
  private static final ILossFunction MSE = new LossMSE();
  private static final ILossFunction OURS = new AutogradLoss(Losses::mse);

  private final INDArray labels;
  private final INDArray logits;

  AutogradLossTest() {
    Nd4j.getRandom().setSeed(2);
    labels = Nd4j.rand(DataType.DOUBLE, 4, 3);
    logits = Nd4j.randn(DataType.DOUBLE, 4, 3);
  }

  @ParameterizedTest
  @EnumSource(
      value = Activation.class,
      names = {"IDENTITY", "SIGMOID", "SOFTMAX", "TANH"})
  void hasTheScoresAndGradientsOfTheSameLossInDl4j(Activation activation) {
    IActivation function = activation.getActivationFunction();

    assertThat(OURS.computeScore(labels, logits.dup(), function, null, true))
        .isCloseTo(MSE.computeScore(labels, logits.dup(), function, null, true), within(1e-12));
    assertThat(OURS.computeScore(labels, logits.dup(), function, null, false))
        .isCloseTo(MSE.computeScore(labels, logits.dup(), function, null, false), within(1e-12));
    assertAlike(
        OURS.computeScoreArray(labels, logits.dup(), function, null),
        MSE.computeScoreArray(labels, logits.dup(), function, null));
    assertAlike(
        OURS.computeGradient(labels, logits.dup(), function, null),
        MSE.computeGradient(labels, logits.dup(), function, null));
  }

  private static void assertAlike(INDArray computed, INDArray expected) {
    assertThat(computed.dup('c').data().asDouble())
        .containsExactly(expected.dup('c').data().asDouble(), within(1e-12));
  }

  @Test
  void trainsANetworkAsTheSameLossInDl4jDoes() {
    MultiLayerNetwork ours = network(OURS);
    MultiLayerNetwork dl4j = network(MSE);
    dl4j.setParams(ours.params());
    var batch = new DataSet(Nd4j.rand(DataType.DOUBLE, 4, 2), labels);

    for (int i = 0; i < 5; i++) {
      ours.fit(batch);
      dl4j.fit(batch);
    }

    assertThat(ours.score()).isCloseTo(dl4j.score(), within(1e-12));
    assertAlike(ours.params(), dl4j.params());
  }

  private static MultiLayerNetwork network(ILossFunction loss) {
    var network =
        new MultiLayerNetwork(
            Nets.settings(DataType.DOUBLE)
                .list(
                    new DenseLayer.Builder().nOut(3).activation(Activation.TANH).build(),
                    new LossLayer.Builder(loss).activation(Activation.IDENTITY).build())
                .setInputType(InputType.feedForward(2))
                .build());
    network.init();
    return network;
  }

  @Test
  void refusesMasks() {
    IActivation identity = Activation.IDENTITY.getActivationFunction();

    assertThatThrownBy(() -> OURS.computeScore(labels, logits, identity, Nd4j.ones(4, 1), true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("does not support masks");
  }
}
