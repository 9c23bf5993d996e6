package ai.miniai.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.miniai.doctor.Doctor;
import ai.miniai.doctor.Finding;
import ai.miniai.doctor.Pattern;
import ai.miniai.recording.Distribution;
import ai.miniai.recording.LayerStats;
import ai.miniai.recording.Quantity;
import ai.miniai.recording.Recording;
import ai.miniai.setup.RunSetup;
import ai.miniai.tensor.Tensor;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.AutoEncoder;
import org.deeplearning4j.nn.conf.layers.CenterLossOutputLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.variational.VariationalAutoencoder;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.dataset.adapter.SingletonDataSetIterator;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

class StatsTrainingListenerTest {
  private static final DataType TYPE = DataType.FLOAT;

  static Stream<Named<Model>> networks() {
    return Stream.of(
        Named.of("chain", Nets.chain(TYPE)),
        Named.of("residual graph", Nets.residual(TYPE)),
        Named.of("recurrent", Nets.recurrent(TYPE)));
  }

  private static DataSet batch(Model model) {
    return model.numParams() == Nets.recurrent(TYPE).numParams()
        ? Nets.sequences(TYPE)
        : Nets.images(TYPE);
  }

  @ParameterizedTest
  @MethodSource("networks")
  void leavesTheTrainingAsItIs(Model watched) {
    Model alone = Nets.copy(watched);
    watched.addListeners(new StatsTrainingListener());

    for (int i = 0; i < 3; i++) {
      Nets.fit(alone, batch(alone));
      Nets.fit(watched, batch(watched));
    }

    assertThat(watched.params()).isEqualTo(alone.params());
  }

  static Stream<org.deeplearning4j.nn.conf.layers.Layer> outputs() {
    return Stream.of(
        new LossLayer.Builder(new LossMCXENT()).activation(Activation.SOFTMAX).build(),
        new OutputLayer.Builder(new LossMCXENT())
            .nOut(Nets.CLASSES)
            .activation(Activation.SOFTMAX)
            .dropOut(0.5)
            .build());
  }

  @ParameterizedTest
  @MethodSource("outputs")
  void computesLogitsWithoutATraceInTheTraining(org.deeplearning4j.nn.conf.layers.Layer output) {
    MultiLayerNetwork watched =
        chainOf(new DenseLayer.Builder().nOut(Nets.CLASSES).dropOut(0.5).build(), output);
    MultiLayerNetwork alone = watched.clone();
    watched.addListeners(new StatsTrainingListener());

    for (MultiLayerNetwork network : List.of(alone, watched)) {
      Nd4j.getRandom().setSeed(4);
      for (int i = 0; i < 3; i++) {
        network.fit(Nets.rows(TYPE));
      }
    }

    assertThat(watched.params()).isEqualTo(alone.params());
  }

  /** As most iterators of DL4J: a thread copies the next batches to memory of its own. */
  @ParameterizedTest
  @MethodSource("networks")
  void recordsTheSameOfBatchesThatAreReadAhead(Model model) {
    List<List<?>> found = new ArrayList<>();
    List<RunSetup> setups = new ArrayList<>();
    for (boolean ahead : new boolean[] {false, true}) {
      Model network = Nets.copy(model);
      StatsTrainingListener stats = new StatsTrainingListener();
      network.addListeners(stats);
      DataSetIterator data = readAhead(batch(model).asList(), ahead);
      if (network instanceof MultiLayerNetwork chain) {
        chain.fit(data, 5);
      } else {
        ((ComputationGraph) network).fit(data, 5);
      }
      found.add(counts(stats.recordings()));
      setups.add(stats.record().setup());
    }
    assertThat(found.get(0)).hasSizeGreaterThan(10);
    assertThat(found.get(1)).isEqualTo(found.get(0));
    assertThat(setups.get(1)).isEqualTo(setups.get(0));
  }

  private static List<?> counts(List<Recording> recordings) {
    return recordings.stream()
        .flatMap(recording -> recording.layers().stream())
        .flatMap(layer -> layer.columns().stream().map(Distribution::counts))
        .toList();
  }

  private static DataSetIterator readAhead(List<DataSet> items, boolean ahead) {
    return new ListDataSetIterator<>(items, 2) {
      @Override
      public boolean asyncSupported() {
        return ahead;
      }
    };
  }

  @Test
  void tellsAfterEachBatchWhatIsRecorded() {
    MultiLayerNetwork network =
        chainOf(
            new OutputLayer.Builder(new LossMCXENT())
                .nOut(Nets.CLASSES)
                .activation(Activation.SOFTMAX)
                .build());
    List<Integer> losses = new ArrayList<>();
    network.addListeners(
        new StatsTrainingListener()
            .afterBatch(record -> losses.add(record.get().losses().training().size())));

    network.fit(Nets.rows(TYPE));
    network.fit(Nets.rows(TYPE));

    assertThat(losses).containsExactly(1, 2);
  }

  @Test
  void leavesOutTheOutputOfALayerWhoseLossIsMoreThanAFunctionOfIt() {
    MultiLayerNetwork network =
        chainOf(
            new DenseLayer.Builder().nOut(3).build(),
            new CenterLossOutputLayer.Builder(new LossMCXENT())
                .nOut(Nets.CLASSES)
                .activation(Activation.SOFTMAX)
                .build());
    var stats = new StatsTrainingListener();
    network.addListeners(stats);

    network.fit(Nets.rows(TYPE));
    network.fit(Nets.rows(TYPE));

    assertThat(stats.recording(Quantity.ACTIVATIONS).columns()).hasSize(2);
    assertThat(names(stats.recording(Quantity.ACTIVATIONS))).containsExactly("layer0");
  }

  @Test
  void theDoctorTellsOnceWhatItHasChecked() {
    Model model = Nets.dense(TYPE);
    var stats = new StatsTrainingListener();
    model.addListeners(stats);

    Nets.fit(model, Nets.rows(TYPE));

    assertThat(new Doctor().examine(stats.record()).checked())
        .contains("targets", "activations")
        .doesNotHaveDuplicates();
  }

  @Test
  void recordsNetworksInHalfPrecision() {
    Model model = Nets.dense(DataType.FLOAT16);
    var stats = new StatsTrainingListener();
    model.addListeners(stats);

    Nets.fit(model, Nets.rows(model.params().dataType()));
    Nets.fit(model, Nets.rows(model.params().dataType()));

    assertThat(stats.recording(Quantity.ACTIVATIONS).layers()).isNotEmpty();
    assertThat(stats.recording(Quantity.PARAMETERS).layers())
        .allSatisfy(layer -> assertThat(layer.means()).hasSize(2).doesNotContain(Double.NaN));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void recordsInputsAndOutputsThatTheModuleGives(Model model) {
    Map<String, INDArray> byHand = Nets.outputs(Nets.copy(model), batch(model).getFeatures());
    var stats = new StatsTrainingListener(Quantity.INPUTS, Quantity.ACTIVATIONS);
    model.addListeners(stats);

    Nets.fit(model, batch(model));

    List<LayerStats> layers = new ArrayList<>(stats.recording(Quantity.INPUTS).layers());
    layers.addAll(stats.recording(Quantity.ACTIVATIONS).layers());
    assertThat(layers).extracting(LayerStats::name).containsExactlyElementsOf(byHand.keySet());
    for (LayerStats layer : layers) {
      assertAlike(layer.last(), byHand.get(layer.name()));
    }
  }

  /** Of later batches maybe only some are recorded. */
  @ParameterizedTest
  @ValueSource(ints = {1, 5})
  void namesALabelThatIsNaN(int every) {
    MultiLayerNetwork network = Nets.chain(TYPE);
    var stats = new StatsTrainingListener().every(every);
    network.addListeners(stats);
    for (int i = 0; i < 12; i++) {
      DataSet batch = batch(network).copy();
      if (i == 7) {
        batch.getLabels().putScalar(0, Double.NaN);
      }
      network.fit(batch);
    }
    Finding finding = new Doctor().examine(stats.record()).headline().orElseThrow();
    assertThat(finding)
        .returns(Pattern.NON_FINITE_TARGET, Finding::pattern)
        .returns(7, Finding::firstBatch);
  }

  private static void assertAlike(Distribution seen, INDArray expected) {
    assertThat(seen.size()).isEqualTo(expected.length());
    assertThat(seen.mean()).isCloseTo(expected.meanNumber().doubleValue(), within(1e-6));
    assertThat(seen.std()).isCloseTo(expected.stdNumber().doubleValue(), within(1e-6));
  }

  @Test
  void recordsParametersGradientsAndSteps() {
    MultiLayerNetwork network = Nets.chain(TYPE);
    var stats = new StatsTrainingListener();
    network.addListeners(stats);
    INDArray before = network.getParam("4_W").dup();

    network.fit(batch(network));

    INDArray step = network.getParam("4_W").sub(before);
    assertAlike(last(stats, Quantity.PARAMETERS), before);
    assertAlike(last(stats, Quantity.UPDATES), step);
    assertAlike(last(stats, Quantity.PARAMETER_GRADIENTS), step.div(-Nets.RATE));
  }

  private static Distribution last(StatsTrainingListener stats, Quantity quantity) {
    return stats.recording(quantity).layer("layer4.W").last();
  }

  @ParameterizedTest
  @MethodSource("networks")
  void namesEverythingAsTheModuleDoes(Model model) {
    var stats = new StatsTrainingListener();
    model.addListeners(stats);

    Nets.fit(model, batch(model));

    Dl4jModule module = Nets.module(model);
    assertThat(names(stats.recording(Quantity.ACTIVATIONS)))
        .containsExactlyElementsOf(module.namedChildren().keySet());
    assertThat(names(stats.recording(Quantity.PARAMETERS)))
        .containsExactlyInAnyOrderElementsOf(module.parameters().keySet());
  }

  private static List<String> names(Recording recording) {
    return recording.layers().stream().map(LayerStats::name).toList();
  }

  @Test
  void leavesMaskedStepsOut() {
    MultiLayerNetwork network = Nets.recurrent(TYPE);
    DataSet batch = Nets.sequences(TYPE);
    INDArray mask = Nd4j.ones(TYPE, 4, 6);
    mask.putScalar(1, 5, 0);
    mask.putScalar(2, 4, 0);
    mask.putScalar(2, 5, 0);
    Map<String, INDArray> byHand = Nets.outputs(Nets.copy(network), batch.getFeatures());
    var stats = new StatsTrainingListener(Quantity.ACTIVATIONS);
    network.addListeners(stats);

    network.fit(new DataSet(batch.getFeatures(), batch.getLabels(), mask, mask));

    for (LayerStats layer : stats.recording(Quantity.ACTIVATIONS).layers()) {
      assertAlike(layer.last(), kept(byHand.get(layer.name()), mask));
    }
  }

  /**
   * What a mask [4, 6] lets through of [4, features, 6], or of [24, features] in DL4J's order: all
   * sequences at time 0, then at time 1.
   */
  private static INDArray kept(INDArray output, INDArray mask) {
    boolean rows = output.rank() == 2;
    INDArray all = rows ? output : output.permute(2, 0, 1).dup('c').reshape(24, -1);
    int[] let = IntStream.range(0, 24).filter(i -> mask.getDouble(i % 4, i / 4) != 0).toArray();
    return all.getRows(let);
  }

  @Test
  void endsASequenceWithItsLastLabelIfOnlyTheLabelsHaveAMask() {
    MultiLayerNetwork network = Nets.recurrent(TYPE);
    DataSet batch = Nets.sequences(TYPE);
    INDArray lastOnly = Nd4j.zeros(TYPE, 4, 6);
    IntStream.range(0, 4).forEach(i -> lastOnly.putScalar(i, i + 1, 1));
    var stats = new StatsTrainingListener(Quantity.ACTIVATIONS);
    network.addListeners(stats);

    network.fit(new DataSet(batch.getFeatures(), batch.getLabels(), null, lastOnly));

    LayerStats layer = stats.recording(Quantity.ACTIVATIONS).layer("layer0");
    assertThat(layer.last().size()).isEqualTo(5 * (2 + 3 + 4 + 5));
  }

  @Test
  void seesNoGradientsOfFrozenLayers() {
    MultiLayerNetwork network =
        chainOf(
            new DenseLayer.Builder().nOut(3).build(),
            new FrozenLayer(new DenseLayer.Builder().nOut(3).build()),
            Nets.output());
    var stats = new StatsTrainingListener();
    network.addListeners(stats);

    network.fit(new DataSet(Nd4j.rand(TYPE, 5, 4), Nets.labels(TYPE, 5)));

    assertThat(names(stats.recording(Quantity.ACTIVATIONS)))
        .containsExactly("layer0", "layer1", "layer2");
    assertThat(names(stats.recording(Quantity.PARAMETERS))).contains("layer1.W");
    assertThat(names(stats.recording(Quantity.UPDATES))).containsExactly("layer2.W", "layer2.b");
  }

  private static MultiLayerNetwork chainOf(org.deeplearning4j.nn.conf.layers.Layer... layers) {
    var network =
        new MultiLayerNetwork(
            Nets.settings(TYPE).list(layers).setInputType(InputType.feedForward(4)).build());
    network.init();
    return network;
  }

  @Test
  void recordsAnAutoencoderThatIsPretrained() {
    StatsTrainingListener stats = pretrain(new AutoEncoder.Builder().nOut(3).build());

    assertThat(names(stats.recording(Quantity.UPDATES)))
        .containsExactlyInAnyOrder("layer0.W", "layer0.b", "layer0.vb");
    assertThat(stats.record().losses().training().isEmpty()).isTrue();
  }

  @Test
  void recordsThePartsOfAVariationalAutoencoder() {
    StatsTrainingListener stats =
        pretrain(
            new VariationalAutoencoder.Builder()
                .encoderLayerSizes(4)
                .decoderLayerSizes(4)
                .nOut(2)
                .build());

    assertThat(names(stats.recording(Quantity.ACTIVATIONS))).contains("layer0.e0", "layer0.d0");
    assertThat(names(stats.recording(Quantity.UPDATES))).contains("layer0.e0W");
  }

  private static StatsTrainingListener pretrain(org.deeplearning4j.nn.conf.layers.Layer layer) {
    MultiLayerNetwork network = chainOf(layer, Nets.output());
    var stats = new StatsTrainingListener();
    network.setListeners(stats);
    network.pretrain(
        new SingletonDataSetIterator(new DataSet(Nd4j.rand(TYPE, 5, 4), Nets.labels(TYPE, 5))));
    return stats;
  }

  @Test
  void recordsGraphsOfSeveralInputsAndOutputs() {
    var graph =
        new ComputationGraph(
            Nets.settings(TYPE)
                .graphBuilder()
                .addInputs("a", "b")
                .setInputTypes(InputType.feedForward(4), InputType.feedForward(2))
                .addLayer("both", new DenseLayer.Builder().nOut(5).build(), "a", "b")
                .addLayer("first", Nets.output(), "both")
                .addLayer("second", Nets.output(), "both")
                .setOutputs("first", "second")
                .build());
    graph.init();
    var stats = new StatsTrainingListener();
    graph.addListeners(stats);

    graph.fit(
        new MultiDataSet(
            new INDArray[] {Nd4j.rand(TYPE, 5, 4), Nd4j.rand(TYPE, 5, 2)},
            new INDArray[] {Nets.labels(TYPE, 5), Nets.labels(TYPE, 5)}));

    assertThat(names(stats.recording(Quantity.ACTIVATIONS)))
        .containsExactly("both-merge", "both", "first", "second");
    assertThat(names(stats.recording(Quantity.UPDATES))).contains("first.W", "second.b");
    assertThat(stats.record().classes()).isEmpty();
  }

  @Test
  void makesARecordOfTheRun() {
    MultiLayerNetwork network = Nets.chain(TYPE);
    var stats = new StatsTrainingListener().every(2);
    network.addListeners(stats);

    network.fit(new SingletonDataSetIterator(batch(network)), 3);

    assertThat(stats.record().losses().training().size()).isEqualTo(3);
    assertThat(stats.record().classes()).hasValue(Nets.CLASSES);
    assertThat(stats.record().updateRatios()).containsKey("layer0.W");
    assertThat(stats.recording(Quantity.ACTIVATIONS).columns())
        .containsExactly(
            new Recording.Column(0, 0, true),
            new Recording.Column(1, 0, true),
            new Recording.Column(2, 0, true));
  }

  @Test
  void recordsTheFirstOfEveryFewBatches() {
    MultiLayerNetwork network = Nets.chain(TYPE);
    var stats = new StatsTrainingListener(Quantity.UPDATES).every(3);
    network.addListeners(stats);

    IntStream.range(0, 7).forEach(i -> network.fit(batch(network)));

    assertThat(stats.recording(Quantity.UPDATES).columns())
        .extracting(Recording.Column::iteration)
        .containsExactly(0, 3, 6);
    assertThat(stats.record().losses().training().size()).isEqualTo(7);
  }

  @Test
  void letsGoOfTheNetwork() throws InterruptedException {
    var stats = new StatsTrainingListener();
    WeakReference<MultiLayerNetwork> network = trained(stats);

    for (int i = 0; i < 50 && network.get() != null; i++) {
      System.gc();
      // the collector tells nobody when it is through: all one can do is wait and look again
      Thread.sleep(20);
    }

    assertThat(network.get()).isNull();
    assertThat(stats.recordings()).isNotEmpty();
  }

  private static WeakReference<MultiLayerNetwork> trained(StatsTrainingListener stats) {
    MultiLayerNetwork network = Nets.chain(TYPE);
    network.addListeners(stats);
    network.fit(batch(network));
    return new WeakReference<>(network);
  }

  @Test
  void recordsGradientsOfActivationsWhereDl4jKeepsThem() {
    ComputationGraph graph = Nets.residual(TYPE);
    graph.getConfiguration().setTrainingWorkspaceMode(WorkspaceMode.NONE);
    graph.getConfiguration().setInferenceWorkspaceMode(WorkspaceMode.NONE);
    var stats = new StatsTrainingListener(Quantity.GRADIENTS);
    graph.addListeners(stats);
    Map<String, INDArray> byHooks = gradients(Dl4jModule.of(graph.clone()), batch(graph));

    graph.fit(batch(graph));

    List<LayerStats> layers = stats.recording(Quantity.GRADIENTS).layers();
    assertThat(layers).hasSize(7);
    layers.forEach(layer -> assertAlike(layer.last(), byHooks.get(layer.name())));
  }

  private static Map<String, INDArray> gradients(Dl4jModule module, DataSet batch) {
    Map<String, INDArray> found = new TreeMap<>();
    module
        .modules()
        .forEach(
            m ->
                m.onBackward(
                    (layer, in, out) -> found.put(module.pathOf(layer), out.array().dup())));
    Tensor logits = module.call(Tensor.wrap(batch.getFeatures()));
    module.lossFunction().loss(logits, Tensor.wrap(batch.getLabels())).backward();
    return found;
  }

  @Test
  void saysWhereDl4jHidesGradientsOfActivations() {
    MultiLayerNetwork network = Nets.chain(TYPE);
    network.addListeners(new StatsTrainingListener(Quantity.GRADIENTS));

    assertThatThrownBy(() -> network.fit(batch(network)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("not of this MultiLayerNetwork: train a Dl4jModule");
  }
}
