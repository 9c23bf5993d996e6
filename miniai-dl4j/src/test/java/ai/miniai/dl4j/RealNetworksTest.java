package ai.miniai.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.miniai.callback.progress.MetricsCB;
import ai.miniai.data.DataLoader;
import ai.miniai.data.DataLoaders;
import ai.miniai.data.fashion.FashionMnist;
import ai.miniai.hooks.ActivationStats;
import ai.miniai.learner.TrainLearner;
import ai.miniai.optim.AdamW;
import ai.miniai.random.Seed;
import ai.miniai.recording.LayerStats;
import ai.miniai.recording.Quantity;
import ai.miniai.recording.RecordingJson;
import ai.miniai.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.layers.convolution.ConvolutionLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.deeplearning4j.zoo.model.LeNet;
import org.deeplearning4j.zoo.model.SimpleCNN;
import org.deeplearning4j.zoo.model.SqueezeNet;
import org.deeplearning4j.zoo.model.TextGenerationLSTM;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.evaluation.classification.Evaluation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

/** Networks that nobody here wrote, on real images. */
@Tag("slow")
class RealNetworksTest {
  @TempDir private Path folder;

  static Stream<Named<Model>> networks() throws IOException {
    return Stream.of(
        Named.of("LeNet", leNet()),
        Named.of("LeNet from a file", fromFile(leNet())),
        Named.of("SqueezeNet", squeezeNet()),
        Named.of("text LSTM", textLstm()));
  }

  private static MultiLayerNetwork leNet() {
    return (MultiLayerNetwork)
        LeNet.builder().inputShape(new int[] {1, 28, 28}).numClasses(10).build().init();
  }

  private static ComputationGraph squeezeNet() {
    return SqueezeNet.builder().inputShape(new int[] {1, 28, 28}).numClasses(10).build().init();
  }

  private static MultiLayerNetwork textLstm() {
    return (MultiLayerNetwork)
        TextGenerationLSTM.builder()
            .inputShape(new int[] {10, 12})
            .totalUniqueCharacters(12)
            .build()
            .init();
  }

  private static MultiLayerNetwork fromFile(MultiLayerNetwork network) throws IOException {
    Path file = Files.createTempFile("network", ".zip");
    try {
      ModelSerializer.writeModel(network, file.toFile(), true);
      return ModelSerializer.restoreMultiLayerNetwork(file.toFile());
    } finally {
      Files.delete(file);
    }
  }

  private static DataSet batch(Model model) {
    if (model.paramTable().keySet().stream().anyMatch(key -> key.endsWith("_RW"))) {
      Nd4j.getRandom().setSeed(3);
      INDArray text = Nd4j.rand(DataType.FLOAT, 4, 12, 10);
      return new DataSet(text, text.dup());
    }
    return Dl4jData.iterator(DataLoader.of(FashionMnist.load().train(), 8), 10).next();
  }

  @ParameterizedTest
  @MethodSource("networks")
  void areRecordedAsFeedForwardHasThemAndTrainAsIfAlone(Model watched) throws IOException {
    Model alone = Nets.copy(watched);
    DataSet batch = batch(watched);
    Nd4j.getRandom().setSeed(5); // dropout
    Map<String, INDArray> byHand = Nets.feedForward(Nets.copy(watched), batch.getFeatures());
    Nd4j.getRandom().setSeed(5);
    Nets.fit(alone, batch);
    var stats = new StatsTrainingListener();
    watched.addListeners(stats);

    Nd4j.getRandom().setSeed(5);
    Nets.fit(watched, batch);

    assertThat(watched.params()).isEqualTo(alone.params());
    List<LayerStats> layers = stats.recording(Quantity.ACTIVATIONS).layers();
    assertThat(layers).hasSizeGreaterThan(2);
    for (LayerStats layer : layers.subList(0, layers.size() - 1)) { // without the logits
      INDArray output = byHand.get(layer.name());
      assertThat(layer.means()[0]).isCloseTo(output.meanNumber().doubleValue(), within(1e-5));
      assertThat(layer.stds()[0]).isCloseTo(output.stdNumber().doubleValue(), within(1e-5));
    }
    Path file = folder.resolve("stats.json");
    RecordingJson.write(stats.record(), file);
    assertThat(RecordingJson.read(file).recordings()).hasSize(6);
  }

  @Test
  void areTrainedByTheLearner() throws IOException {
    Seed.set(1);
    MultiLayerNetwork network = leNet();
    Dl4jModule model = Dl4jModule.of(network);
    FashionMnist images = FashionMnist.load();
    var dls = DataLoaders.of(images.train().subset(0, 512), images.valid().subset(0, 128), 32);
    var stats = new ActivationStats(Dl4jLayer.ofType(ConvolutionLayer.class));
    var metrics =
        new MetricsCB("accuracy", new Dl4jMetric<>(new Evaluation(10), Evaluation::accuracy))
            .log(row -> {});

    new TrainLearner(model, dls, model.lossFunction(), 0.002, metrics, stats)
        .optimizer(AdamW::new)
        .fit(1);

    double accuracy = metrics.rows().get(1).values().get("accuracy");
    assertThat(accuracy).isGreaterThan(0.3);
    assertThat(stats.layers()).hasSize(2).allMatch(layer -> layer.size() == 16);
    assertThat(fromFile(network).evaluate(Dl4jData.iterator(dls.valid(), 10)).accuracy())
        .isCloseTo(accuracy, within(1e-9));
  }

  /** It ends in no output layer, so DL4J refuses. */
  @Test
  void areTrainedEvenWhereDl4jCannot() {
    Dl4jModule model =
        Dl4jModule.of(
            (MultiLayerNetwork)
                SimpleCNN.builder()
                    .inputShape(new int[] {1, 28, 28})
                    .numClasses(10)
                    .build()
                    .init());
    Tensor x = Tensor.wrap(batch(leNet()).getFeatures());
    var loss = new Dl4jLoss(new LossMCXENT(), new ActivationIdentity());

    loss.loss(model.call(x), Tensor.of(0, 1, 2, 3, 4, 5, 6, 7)).backward();

    assertThat(model.parameters().values()).allMatch(parameter -> parameter.grad() != null);
  }
}
