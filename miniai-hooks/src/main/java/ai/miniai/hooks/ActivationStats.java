package ai.miniai.hooks;

import ai.miniai.histogram.Bins;
import ai.miniai.nn.Module;
import ai.miniai.recording.DistributionRecorder;
import ai.miniai.recording.Quantity;
import java.util.function.Predicate;

/**
 * Records mean, standard deviation and histogram of what layers put out, in every training batch of
 * a fit, and which units do nothing. This one line shows whether a network trains in good health:
 *
 * <pre>{@code
 * var stats = new ActivationStats(Conv2d.class);
 * learn.fit(1, stats);
 * Plots.colorDim(stats).save(Path.of("color-dim.png"));
 * }</pre>
 *
 * <p>Each batch is one column of every layer: a layer that runs twice in a batch is pooled, one
 * that does not run has an empty column. A new fit begins anew; one that a {@code CheckpointCB}
 * takes up goes on recording where the checkpoint stands. Numbers are kept, never tensors, and no
 * more than {@link #atMost} allows.
 *
 * <p>It never ends the training that it watches: modules that put out whole numbers, or nothing,
 * are skipped, and if recording fails it stops; one line says so, once.
 */
public class ActivationStats extends ModuleStats {
  /** On every module. */
  public ActivationStats() {
    this(module -> true);
  }

  /** On the modules of one type, such as {@code Conv2d.class}. */
  public ActivationStats(Class<? extends Module> type) {
    this(type::isInstance);
  }

  /** On the modules that {@code filter} accepts. */
  public ActivationStats(Predicate<? super Module> filter) {
    this(filter, Bins.DEFAULT, true, false);
  }

  /**
   * On the modules that {@code filter} accepts.
   *
   * @param bins the histograms' bins, over the magnitude
   * @param onTrain whether training batches are recorded
   * @param onValid whether validation batches are recorded
   */
  public ActivationStats(
      Predicate<? super Module> filter, Bins bins, boolean onTrain, boolean onValid) {
    super(
        "ActivationStats",
        new DistributionRecorder(Quantity.ACTIVATIONS, bins),
        filter,
        onTrain,
        onValid);
  }

  /**
   * Bounds the memory of long fits, from the next one on: there are at most so many columns, 2,048
   * if nothing is said. When they are full, neighbours are merged, and each column stands for more
   * batches from then on.
   */
  @Override
  public final ActivationStats atMost(int columns) {
    super.atMost(columns);
    return this;
  }

  /**
   * Records only every {@code n}-th batch of each pass, beginning with the first: watching then
   * costs an n-th of the time.
   */
  @Override
  public final ActivationStats every(int n) {
    super.every(n);
    return this;
  }

  /** Records the batches of this cadence. */
  @Override
  public final ActivationStats at(Cadence batches) {
    super.at(batches);
    return this;
  }
}
