package ai.miniai.dl4j;

import static com.google.common.base.Preconditions.checkArgument;
import static org.deeplearning4j.nn.api.OptimizationAlgorithm.STOCHASTIC_GRADIENT_DESCENT;

import ai.miniai.callback.progress.LossHistory;
import ai.miniai.device.Device;
import ai.miniai.recording.DistributionRecorder;
import ai.miniai.recording.Place;
import ai.miniai.recording.Quantity;
import ai.miniai.recording.Recording;
import ai.miniai.recording.RecordingSource;
import ai.miniai.recording.RunRecord;
import ai.miniai.recording.SafeRecorder;
import ai.miniai.setup.LayerInfo;
import ai.miniai.tensor.MemoryScope;
import ai.miniai.tensor.Tensor;
import com.google.common.collect.HashMultiset;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import com.google.common.collect.Multiset;
import com.google.common.primitives.Doubles;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.commons.math3.util.ResizableDoubleArray;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.deeplearning4j.optimize.solvers.BaseOptimizer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Records statistics of a network while DL4J trains it. Add it to the network; nothing else
 * changes, and the network ends with the same weights.
 *
 * <pre>{@code
 * var stats = new StatsTrainingListener();
 * network.addListeners(stats);                                            // the one line
 * network.fit(data, 3);
 * Plots.colorDim(stats.recording(Quantity.ACTIVATIONS)).save(Path.of("color-dim.png"));
 * RecordingJson.write(stats.record(), Path.of("stats.json"));             // for the doctor, say
 * }</pre>
 *
 * <p>It sees what DL4J passes to its listeners: the input of the network, the activations of all
 * layers or vertices (of output layers the logits, computed once more), the parameters with their
 * gradients (of the mean loss of the batch, before clipping), the steps of the updater, the score
 * and the labels. From these it also finds out how the network is trained ({@link
 * RunRecord#setup}), and what guessing would cost. For gradients of activations, hooks on a {@link
 * Dl4jModule} are better suited. Names are the paths of that module.
 *
 * <p>Masked time steps of [batch, features, time] are skipped. If only the labels have a mask, a
 * sequence ends with its last label. Layers that are pretrained only call listeners that were set
 * with {@code setListeners}.
 *
 * <p>It never ends the training that it watches. Values without a distribution (such as integers)
 * are skipped. A quantity whose recording fails is no longer recorded. In both cases one message is
 * printed, once. float16 is recorded as float32.
 *
 * <p>Only numbers are kept, no arrays, and no reference to the network. It supports one network at
 * a time, on one thread. If the listener is used in further fits, the recording continues.
 */
public final class StatsTrainingListener extends BaseTrainingListener implements RecordingSource {
  static {
    Device.prepare(); // a listener may be created before its network
  }

  private final ImmutableMap<Quantity, DistributionRecorder> recorders;
  private final ImmutableMap<Quantity, SafeRecorder> safe;
  private final SetupWatch setup = new SetupWatch();
  private final ResizableDoubleArray losses = new ResizableDoubleArray();
  private final Multiset<Integer> iterations = HashMultiset.create();
  private OptionalInt classes = OptionalInt.empty();
  private Consumer<? super Supplier<RunRecord>> listener = record -> {};
  private int every = 1;
  private int batchesPerPass;
  private double penalty;
  private boolean watching = true;
  private boolean inIteration;
  private boolean recording;
  private boolean lost;
  private Place place = new Place(0, 0, true);
  private long started;
  private long nanos;

  /** Records inputs, targets, activations, parameters, their gradients and updates. */
  public StatsTrainingListener() {
    this(
        Quantity.INPUTS,
        Quantity.TARGETS,
        Quantity.ACTIVATIONS,
        Quantity.PARAMETERS,
        Quantity.PARAMETER_GRADIENTS,
        Quantity.UPDATES);
  }

  /**
   * Records only these quantities. DL4J passes {@code GRADIENTS} (of activations) only for a {@code
   * ComputationGraph} whose training and inference workspaces are off. For other networks the first
   * batch fails with an {@link IllegalStateException} that says what to do.
   */
  public StatsTrainingListener(Quantity... quantities) {
    recorders =
        Arrays.stream(quantities)
            .distinct()
            .collect(ImmutableMap.toImmutableMap(q -> q, DistributionRecorder::new));
    safe =
        recorders.values().stream()
            .collect(
                ImmutableMap.toImmutableMap(
                    DistributionRecorder::quantity,
                    recorder ->
                        new SafeRecorder(
                            "StatsTrainingListener (" + recorder.quantity().label() + ")",
                            recorder)));
  }

  /** Records the first of every {@code n} batches of an epoch, and the score of all batches. */
  public StatsTrainingListener every(int n) {
    checkArgument(n > 0, "every(n) wants 1 or more, not %s", n);
    every = n;
    return this;
  }

  /** Like {@link DistributionRecorder#atMost}; must be called before training. */
  public StatsTrainingListener atMost(int columns) {
    recorders.values().forEach(recorder -> recorder.atMost(columns).begin(List.of()));
    return this;
  }

  /**
   * Calls {@code listener} after each batch, on the thread that trains, with {@link #record}: for a
   * page that shows the training while it runs, say.
   */
  public StatsTrainingListener afterBatch(Consumer<? super Supplier<RunRecord>> listener) {
    this.listener = listener;
    return this;
  }

  // ---------------------------------------------------------------- what DL4J tells

  @Override
  public void onForwardPass(Model model, List<INDArray> activations) {
    begin(model);
    if (model instanceof MultiLayerNetwork network) {
      record(Quantity.ACTIVATIONS, () -> Activations.of(network, activations));
      watch(() -> setup.forward(model, () -> Logits.of(network, activations)));
    }
  }

  @Override
  public void onForwardPass(Model model, Map<String, INDArray> activations) {
    begin(model);
    if (model instanceof ComputationGraph graph) {
      record(Quantity.ACTIVATIONS, () -> Activations.of(graph, activations));
      watch(() -> setup.forward(model, () -> Logits.of(graph, activations)));
    } else if (model instanceof Layer layer) {
      record(Quantity.ACTIVATIONS, () -> Activations.of(layer, activations));
    }
  }

  @Override
  public void onBackwardPass(Model model) {
    if (recorders.containsKey(Quantity.GRADIENTS)) {
      ComputationGraph graph = graphWithoutWorkspaces(model);
      record(Quantity.GRADIENTS, () -> means(model, Activations.gradients(graph)));
    }
    penalty = penalty(model);
    recordData(model);
    watch(() -> setup.backward(model, model.score() - penalty));
  }

  /** The first batch whose loss is not finite is always recorded: its data may be damaged. */
  private void recordData(Model model) {
    if (!lost && !Double.isFinite(model.score())) {
      lost = true;
      if (!recording) {
        beginColumn();
      }
    }
    record(Quantity.INPUTS, () -> NetworkInputs.of(model));
    record(Quantity.TARGETS, () -> NetworkTargets.of(model));
  }

  /** What l1 and l2 add to the score. */
  private static double penalty(Model model) {
    if (model instanceof MultiLayerNetwork network) {
      return network.calcRegularizationScore(true);
    }
    return model instanceof ComputationGraph graph ? graph.calcRegularizationScore(true) : 0;
  }

  /** Converts sums over the batch to means: DL4J divides later. */
  private static Map<String, INDArray> means(Model model, Map<String, INDArray> sums) {
    int batchSize = model.conf().isMiniBatch() ? model.batchSize() : 1;
    return Maps.transformValues(sums, sum -> sum.div(batchSize));
  }

  /** Called before the updater, which turns the gradients into steps in place. */
  @Override
  public void onGradientCalculation(Model model) {
    if (!inIteration) { // an autoencoder that is trained alone reports no forward pass
      begin(model);
    }
    record(Quantity.PARAMETERS, () -> Parameters.values(model));
    record(Quantity.PARAMETER_GRADIENTS, () -> means(model, Parameters.gradients(model)));
  }

  @Override
  public void iterationDone(Model model, int iteration, int epoch) {
    if (inIteration && model.conf().getOptimizationAlgo() == STOCHASTIC_GRADIENT_DESCENT) {
      record(
          Quantity.UPDATES, () -> Maps.transformValues(Parameters.gradients(model), INDArray::neg));
    }
    inIteration = false;
    nanos = System.nanoTime() - started;
    if (model instanceof MultiLayerNetwork || model instanceof ComputationGraph) {
      losses.addElement(model.score() - penalty);
      classes = OutputSettings.classes(model);
      Supplier<RunRecord> soFar = this::record;
      listener.accept(soFar);
    }
  }

  @Override
  public void onEpochEnd(Model model) {
    batchesPerPass = iterations.count(BaseOptimizer.getEpochCount(model));
    recorders.values().forEach(recorder -> recorder.batchesPerPass(batchesPerPass));
  }

  private static ComputationGraph graphWithoutWorkspaces(Model model) {
    if (model instanceof ComputationGraph graph
        && graph.getConfiguration().getTrainingWorkspaceMode() == WorkspaceMode.NONE
        && graph.getConfiguration().getInferenceWorkspaceMode() == WorkspaceMode.NONE) {
      return graph;
    }
    throw new IllegalStateException(
        "DL4J shows gradients of activations only of a ComputationGraph with"
            + " trainingWorkspaceMode(NONE) and inferenceWorkspaceMode(NONE), not of this "
            + model.getClass().getSimpleName()
            + ": train a Dl4jModule with GradientStats, or record PARAMETER_GRADIENTS instead");
  }

  private void label(LayerInfo layer) {
    recorders.values().forEach(recorder -> recorder.label(layer.path(), layer.label()));
  }

  private void begin(Model model) {
    if (started == 0) {
      started = System.nanoTime();
      watch(() -> LayerSettings.of(model).forEach(this::label));
    }
    inIteration = true;
    int epoch = BaseOptimizer.getEpochCount(model);
    place = new Place(epoch, iterations.add(epoch, 1), true);
    recording = false;
    if (place.iteration() % every == 0) {
      beginColumn();
    }
  }

  private void beginColumn() {
    recording = true;
    safe.values().forEach(recorder -> recorder.beginColumn(place));
  }

  /** Records immediately: DL4J reuses the memory of these arrays. */
  private void record(Quantity quantity, Supplier<Map<String, INDArray>> arrays) {
    SafeRecorder recorder = safe.get(quantity);
    if (recording && recorder != null) {
      recorder.guard(
          () -> {
            try (MemoryScope scope =
                MemoryScope.open()) { // closing the scope reads all of them together
              arrays.get().forEach((name, array) -> recorder.add(name, Tensor.wrap(wide(array))));
            }
          });
    }
  }

  /** Looks at how the network is trained, unless that has failed. */
  private void watch(Runnable look) {
    if (watching) {
      try {
        look.run();
      } catch (RuntimeException failure) {
        watching = false; // it must never end a training
        System.err.println(
            "miniai: StatsTrainingListener stops looking at the setup, the training goes on: "
                + failure);
      }
    }
  }

  /** Converts float16 and bfloat16 to float32. */
  static INDArray wide(INDArray array) {
    DataType type = array.dataType();
    boolean narrow = type.isFPType() && type != DataType.FLOAT && type != DataType.DOUBLE;
    return narrow ? array.castTo(DataType.FLOAT) : array;
  }

  // ---------------------------------------------------------------- what was recorded

  /**
   * The recording of one quantity, for plots.
   *
   * @throws IllegalArgumentException if that quantity is not recorded
   */
  public Recording recording(Quantity quantity) {
    DistributionRecorder recorder = recorders.get(quantity);
    checkArgument(
        recorder != null, "this listener records %s, not %s", recorders.keySet(), quantity);
    return recorder.recording();
  }

  @Override
  public List<Recording> recordings() {
    return recorders.values().stream()
        .map(DistributionRecorder::recording)
        .collect(ImmutableList.toImmutableList());
  }

  /**
   * Everything that was recorded, with the scores as losses, without what l1 and l2 add to them.
   */
  public RunRecord record() {
    return new RunRecord(
        recordings(),
        new LossHistory(Doubles.asList(losses.getElements()), ImmutableList.of()),
        classes,
        nanos,
        setup.setup(batchesPerPass),
        setup.guessing());
  }
}
