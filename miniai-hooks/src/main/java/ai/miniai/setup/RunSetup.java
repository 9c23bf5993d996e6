package ai.miniai.setup;

import com.google.common.collect.ImmutableList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * How a run was set up, as far as it is known.
 *
 * @param framework who trains: "miniai", "DL4J" or "PyTorch"; advice uses its vocabulary
 * @param layers the modules without children, in the order in which they run
 * @param loss the loss function
 * @param optimizer the optimizer
 * @param outputs the outputs of the model
 * @param targets the training targets
 * @param batchSize the number of items in the first training batch; 0 if unknown
 * @param batchesPerPass the number of training batches in an epoch; 0 if unknown
 * @param plannedBatches the number of training batches of the whole fit; 0 if unknown
 * @param habits what the training loop does that may be a mistake
 */
public record RunSetup(
    String framework,
    List<LayerInfo> layers,
    Optional<LossInfo> loss,
    Optional<OptimizerInfo> optimizer,
    Optional<OutputInfo> outputs,
    Optional<TargetInfo> targets,
    int batchSize,
    int batchesPerPass,
    int plannedBatches,
    LoopHabits habits) {
  /** Nothing is known. */
  public static final RunSetup UNKNOWN =
      new RunSetup(
          "",
          ImmutableList.of(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          0,
          0,
          0,
          LoopHabits.NONE);

  /** Copies what could change. */
  public RunSetup {
    layers = ImmutableList.copyOf(layers);
  }

  /**
   * The same with the layers at {@code paths} in this order. Others stay where they are, as it is
   * not known when they run.
   */
  public RunSetup inOrderOf(List<String> paths) {
    Iterator<LayerInfo> known =
        layers.stream()
            .filter(layer -> paths.contains(layer.path()))
            .sorted(Comparator.comparingInt(layer -> paths.indexOf(layer.path())))
            .iterator();
    return new RunSetup(
        framework,
        layers.stream()
            .map(layer -> paths.contains(layer.path()) ? known.next() : layer)
            .collect(ImmutableList.toImmutableList()),
        loss,
        optimizer,
        outputs,
        targets,
        batchSize,
        batchesPerPass,
        plannedBatches,
        habits);
  }

  /** The layer at {@code path}, if it is known. */
  public Optional<LayerInfo> layer(String path) {
    return layers.stream().filter(layer -> layer.path().equals(path)).findFirst();
  }

  /** The path with the type and the details of its layer, if they are known. */
  public String title(String path) {
    return layer(path).map(LayerInfo::title).orElse(path);
  }

  /** The last layer that runs, if it is known. */
  public Optional<LayerInfo> lastLayer() {
    return layers.isEmpty() ? Optional.empty() : Optional.of(layers.get(layers.size() - 1));
  }
}
