package ai.miniai.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.miniai.loss.Losses;
import ai.miniai.nn.Conv2d;
import ai.miniai.nn.ModuleException;
import ai.miniai.nn.Sequential;
import ai.miniai.optim.SGD;
import ai.miniai.tensor.MemoryScope;
import ai.miniai.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.CenterLossOutputLayer;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.RnnLossLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

class Dl4jModuleTest {
  private static final DataType TYPE = DataType.DOUBLE;

  /** A network and what it learns from. */
  record Case(Model model, DataSet batch) {}

  static Stream<Named<Case>> networks() {
    return Stream.of(
        Named.of("chain", new Case(Nets.chain(TYPE), Nets.images(TYPE))),
        Named.of("residual graph", new Case(Nets.residual(TYPE), Nets.images(TYPE))),
        Named.of("recurrent", new Case(Nets.recurrent(TYPE), Nets.sequences(TYPE))),
        Named.of("loss of dense layers", losses()),
        Named.of("loss at each place", lossesOfPlaces()),
        Named.of("loss at each time", lossesOfTimes()));
  }

  private static Case losses() {
    return chainOf(
        InputType.feedForward(4),
        new DataSet(Nd4j.rand(TYPE, 5, 4), Nets.labels(TYPE, 5)),
        new DenseLayer.Builder().nOut(3).activation(Activation.IDENTITY).build(),
        new LossLayer.Builder(LossFunction.MCXENT).activation(Activation.SOFTMAX).build());
  }

  private static Case lossesOfPlaces() {
    return chainOf(
        InputType.convolutional(4, 4, 1),
        new DataSet(Nd4j.rand(TYPE, 2, 1, 4, 4), Nd4j.rand(TYPE, 2, 3, 2, 2)),
        new ConvolutionLayer.Builder(3, 3).nOut(3).activation(Activation.IDENTITY).build(),
        new CnnLossLayer.Builder(LossFunction.MSE).activation(Activation.SIGMOID).build());
  }

  private static Case lossesOfTimes() {
    return chainOf(
        InputType.recurrent(2, 6),
        Nets.sequences(TYPE),
        new org.deeplearning4j.nn.conf.layers.LSTM.Builder().nOut(3).build(),
        new RnnLossLayer.Builder(LossFunction.MCXENT).activation(Activation.SOFTMAX).build());
  }

  private static Case chainOf(
      InputType input, DataSet batch, org.deeplearning4j.nn.conf.layers.Layer... layers) {
    var network =
        new MultiLayerNetwork(Nets.settings(TYPE).list(layers).setInputType(input).build());
    network.init();
    return new Case(network, batch);
  }

  @ParameterizedTest
  @MethodSource("networks")
  void takesTheStepsThatDl4jTakes(Case given) {
    Model theirs = Nets.copy(given.model);
    Dl4jModule ours = Nets.module(given.model);
    SGD optimizer = new SGD(ours.parameters(), Nets.RATE);

    for (int step = 0; step < 3; step++) {
      Nets.fit(theirs, new DataSet(given.batch.getFeatures(), given.batch.getLabels().dup()));
      double loss = step(ours, optimizer, given.batch);

      assertThat(loss).isCloseTo(theirs.score(), within(1e-12));
      assertThat(given.model.params().toDoubleVector())
          .containsExactly(theirs.params().toDoubleVector(), within(1e-12));
    }
  }

  private static double step(Dl4jModule module, SGD optimizer, DataSet batch) {
    try (MemoryScope step = MemoryScope.open()) {
      optimizer.zeroGrad();
      Tensor logits = module.call(Tensor.wrap(batch.getFeatures()));
      Tensor loss = module.lossFunction().loss(logits, Tensor.wrap(batch.getLabels()));
      loss.backward();
      optimizer.step();
      return loss.item();
    }
  }

  @Test
  void givesWhatTheNetworkGivesButForTheLastActivation() {
    MultiLayerNetwork network = Nets.chain(TYPE);
    Dl4jModule module = Dl4jModule.of(network);
    module.eval();
    INDArray x = Nets.images(TYPE).getFeatures();

    Tensor probabilities = module.call(Tensor.wrap(x)).softmax(1);

    assertThat(probabilities.toDoubles())
        .containsExactly(network.output(x).dup('c').reshape(-1).toDoubleVector(), within(1e-12));
  }

  /** Between modules of ours the gradient with respect to its input counts too. */
  @ParameterizedTest
  @MethodSource("networks")
  void givesTheGradientOfItsInput(Case given) {
    Dl4jModule module = Nets.module(given.model);
    INDArray x = given.batch.getFeatures().dup('c');
    Function<INDArray, Tensor> loss = in -> module.call(Tensor.wrap(in)).tanh().square().sum();
    Tensor input = Tensor.wrap(x).requiresGrad(true);

    module.call(input).tanh().square().sum().backward();

    double h = 1e-5;
    INDArray gradient = input.grad().array().reshape(-1);
    for (int i = 0; i < x.length(); i += 7) {
      INDArray up = x.dup('c');
      up.reshape(-1).putScalar(i, x.reshape(-1).getDouble(i) + h);
      INDArray down = x.dup('c');
      down.reshape(-1).putScalar(i, x.reshape(-1).getDouble(i) - h);
      double difference = (loss.apply(up).item() - loss.apply(down).item()) / (2 * h);
      assertThat(gradient.getDouble(i)).isCloseTo(difference, within(1e-7));
    }
  }

  @Test
  void isAPartOfALargerModel() {
    Dl4jModule inside = Dl4jModule.of(Nets.chain(DataType.FLOAT));
    Sequential model = new Sequential(new Conv2d(1, 1, 1), inside, new ai.miniai.nn.Linear(3, 2));
    Tensor x = Tensor.wrap(Nets.images(DataType.FLOAT).getFeatures());
    SGD optimizer = new SGD(model.parameters(), 0.2);

    double first = Losses.crossEntropy(model.call(x), Tensor.of(0, 1, 0, 1, 1)).item();
    for (int i = 0; i < 100; i++) {
      optimizer.zeroGrad();
      Losses.crossEntropy(model.call(x), Tensor.of(0, 1, 0, 1, 1)).backward();
      optimizer.step();
    }

    assertThat(Losses.crossEntropy(model.call(x), Tensor.of(0, 1, 0, 1, 1)).item())
        .isLessThan(first / 2);
  }

  @Test
  void showsItsLayersToHooks() {
    Dl4jModule module = Dl4jModule.of(Nets.residual(TYPE));
    List<String> ran = new ArrayList<>();
    module.modules().stream()
        .filter(Dl4jLayer.ofType(org.deeplearning4j.nn.layers.convolution.ConvolutionLayer.class))
        .forEach(m -> m.onForward((layer, in, out) -> ran.add(module.pathOf(layer))));

    module.call(Tensor.wrap(Nets.images(TYPE).getFeatures()));

    assertThat(ran).containsExactly("stem", "conv_1", "conv_2");
  }

  @Test
  void keepsRunningMeansAsBuffers() {
    Dl4jModule module = Dl4jModule.of(Nets.residual(TYPE));

    assertThat(module.buffers().keySet()).allMatch(name -> name.startsWith("norm."));
    assertThat(module.parameters().keySet()).contains("norm.gamma", "conv_1.W", "out.b");
  }

  @Test
  void leavesFrozenLayersAsTheyAre() {
    Case given =
        chainOf(
            InputType.feedForward(4),
            new DataSet(Nd4j.rand(TYPE, 5, 4), Nets.labels(TYPE, 5)),
            new DenseLayer.Builder().nOut(3).build(),
            new FrozenLayer(new DenseLayer.Builder().nOut(3).build()),
            Nets.output());
    INDArray before = given.model.params().dup();
    Dl4jModule module = Nets.module(given.model);

    step(module, new SGD(module.parameters(), 0.1), given.batch);

    INDArray change = given.model.params().sub(before);
    long trained = module.parameters().get("layer2.W").length() + Nets.CLASSES;
    long all = change.length();
    assertThat(change.get(interval(0, all - trained)).norm2Number().doubleValue()).isZero();
    assertThat(change.get(interval(all - trained, all)).norm2Number().doubleValue()).isPositive();
  }

  private static INDArrayIndex interval(long from, long to) {
    return NDArrayIndex.interval(from, to);
  }

  @Test
  void givesAllOutputsOfAGraph() {
    ComputationGraph graph = twoOutputs();
    Dl4jModule module = Dl4jModule.of(graph);
    module.eval();
    INDArray x = Nd4j.rand(TYPE, 5, 4);

    List<Tensor> outputs = module.outputs(Tensor.wrap(x));

    INDArray[] theirs = graph.output(x);
    for (int i = 0; i < 2; i++) {
      assertThat(outputs.get(i).softmax(1).toDoubles())
          .containsExactly(theirs[i].dup('c').reshape(-1).toDoubleVector(), within(1e-12));
    }
    assertThatThrownBy(() -> module.call(Tensor.wrap(x)))
        .isInstanceOf(ModuleException.class)
        .hasMessageContaining("this network has [first, second]: call outputs(...)");
    assertThatThrownBy(module::lossFunction)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("ends in [first, second]");
  }

  private static ComputationGraph twoOutputs() {
    var graph =
        new ComputationGraph(
            Nets.settings(TYPE)
                .graphBuilder()
                .addInputs("x")
                .setInputTypes(InputType.feedForward(4))
                .addLayer("first", Nets.output(), "x")
                .addLayer("second", Nets.output(), "x")
                .setOutputs("first", "second")
                .build());
    graph.init();
    return graph;
  }

  @Test
  void saysHowManyInputsItTakes() {
    Tensor x = Tensor.wrap(Nets.images(TYPE).getFeatures());

    assertThatThrownBy(() -> Dl4jModule.of(Nets.chain(TYPE)).call(x, x))
        .isInstanceOf(ModuleException.class)
        .hasMessageContaining("takes the inputs [input], but got 2 tensors");
  }

  @Test
  void saysThatALayerRemembersItsLastRunOnly() {
    Dl4jModule module = Dl4jModule.of(Nets.chain(TYPE));
    Tensor x = Tensor.wrap(Nets.images(TYPE).getFeatures());
    Tensor first = module.call(x).sum();
    module.call(x);

    assertThatThrownBy(first::backward)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Dl4jLayer(OutputLayer) ran again before the backward pass");
  }

  @Test
  void saysThatItGoesBackwardInTrainingModeOnly() {
    Dl4jModule module = Dl4jModule.of(Nets.chain(TYPE));
    module.eval();
    Tensor sum = module.call(Tensor.wrap(Nets.images(TYPE).getFeatures())).sum();

    assertThatThrownBy(sum::backward)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("call train() on the model");
  }

  @Test
  void saysWhichOutputLayersItKnows() {
    Case given =
        chainOf(
            InputType.feedForward(4),
            new DataSet(),
            new CenterLossOutputLayer.Builder(LossFunction.MCXENT)
                .nOut(3)
                .activation(Activation.SOFTMAX)
                .build());

    assertThatThrownBy(() -> Nets.module(given.model))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"layer0\" is a CenterLossOutputLayer");
  }

  @Test
  void takesClassLabelsAsTargets() {
    MultiLayerNetwork network = Nets.chain(TYPE);
    Dl4jModule module = Dl4jModule.of(network);
    DataSet batch = Nets.images(TYPE);
    Tensor logits = module.call(Tensor.wrap(batch.getFeatures()));

    double byClass = module.lossFunction().loss(logits, Tensor.of(0, 1, 2, 0, 1)).item();

    assertThat(byClass)
        .isEqualTo(module.lossFunction().loss(logits, Tensor.wrap(batch.getLabels())).item());
    assertThatThrownBy(() -> module.lossFunction().loss(logits, Tensor.zeros(5, 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[5, 3], or class labels [batch], got [5, 2]");
  }
}
