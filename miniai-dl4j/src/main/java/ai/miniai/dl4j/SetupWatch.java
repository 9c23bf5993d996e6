package ai.miniai.dl4j;

import ai.miniai.setup.Guessing;
import ai.miniai.setup.LoopHabits;
import ai.miniai.setup.LossInfo;
import ai.miniai.setup.RunSetup;
import ai.miniai.setup.SetupObserver;
import ai.miniai.tensor.MemoryScope;
import ai.miniai.tensor.Tensor;
import java.util.Optional;
import java.util.function.Supplier;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.api.layers.IOutputLayer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.impl.LossSparseMCXENT;

/**
 * Finds out how a network of DL4J's is trained: its layers, updater, loss, targets and outputs, and
 * the losses of guessing. The loss function takes logits, as that of a {@link Dl4jModule}.
 */
final class SetupWatch {
  private final SetupObserver observer = new SetupObserver();
  private @Nullable String lossName;
  private @Nullable Tensor logits;
  private boolean begun;
  private int batch;

  /** Keeps a copy of the logits, if this batch is one of those that are looked at. */
  void forward(Model model, Supplier<Optional<INDArray>> output) {
    if (!begun) {
      begun = true;
      observer.begin(settings(model));
    }
    logits = null;
    if (SetupObserver.isWanted(batch)) {
      try (MemoryScope scope = MemoryScope.open()) {
        output.get().ifPresent(array -> logits = copy(array));
      }
    }
    batch++;
  }

  private static RunSetup settings(Model model) {
    return new RunSetup(
        LayerSettings.FRAMEWORK,
        LayerSettings.of(model),
        Optional.empty(),
        UpdaterSettings.of(model),
        Optional.empty(),
        Optional.empty(),
        0,
        0,
        0,
        LoopHabits.NONE);
  }

  private static Tensor copy(INDArray array) {
    return MemoryScope.outside(() -> Tensor.wrap(StatsTrainingListener.wide(array).dup('c')));
  }

  /** Looks at the batch; {@code loss}: the score without penalties. */
  void backward(Model model, double loss) {
    Tensor output = logits;
    logits = null;
    Layer layer = OutputSettings.layer(model);
    if (output == null || layer == null) {
      return;
    }
    OutputSettings settings = OutputSettings.of(layer);
    lossName = settings.loss().name();
    try (MemoryScope scope = MemoryScope.open()) {
      observer.train(
          batch - 1,
          output,
          target(settings, NetworkInputs.held(((IOutputLayer) layer).getLabels())),
          settings.lossFunction(),
          Tensor.scalar(loss));
    }
  }

  /** Indices of classes as integers, so that they are not taken for numbers. */
  private static Tensor target(OutputSettings settings, INDArray labels) {
    return Tensor.wrap(
        settings.loss() instanceof LossSparseMCXENT
            ? labels.castTo(DataType.INT64).reshape(labels.length())
            : StatsTrainingListener.wide(labels));
  }

  /** {@code batchesPerPass}: 0 if unknown. */
  RunSetup setup(int batchesPerPass) {
    RunSetup found = observer.setup();
    return new RunSetup(
        found.framework(),
        found.layers(),
        found.loss().map(this::named),
        found.optimizer(),
        found.outputs(),
        found.targets(),
        found.batchSize(),
        batchesPerPass,
        found.plannedBatches(),
        found.habits());
  }

  private LossInfo named(LossInfo loss) {
    return new LossInfo(lossName == null ? loss.name() : lossName, loss.form(), loss.summed());
  }

  Guessing guessing() {
    return observer.guessing();
  }
}
