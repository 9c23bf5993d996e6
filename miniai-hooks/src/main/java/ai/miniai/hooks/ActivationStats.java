package ai.miniai.hooks;

import ai.miniai.callback.During;
import ai.miniai.histogram.Bins;
import ai.miniai.nn.Module;
import ai.miniai.recording.DistributionRecorder;
import ai.miniai.recording.Quantity;
import java.util.function.Predicate;

/**
 * Records mean, standard deviation, histogram and dead units of the outputs of layers, in every
 * training batch of a fit. One line of code shows whether a network trains well:
 *
 * <pre>{@code
 * var stats = new ActivationStats(Conv2d.class);
 * learn.fit(1, stats);
 * Plots.colorDim(stats).save(Path.of("color-dim.png"));
 * }</pre>
 *
 * <p>Each batch is one column of every layer. If a layer runs twice in a batch, its values are
 * pooled; if it does not run, its column is empty. A new fit starts a new recording; a fit that
 * {@code CheckpointCB} resumes continues the recording of the checkpoint. Only numbers are kept, no
 * tensors, and no more than {@link #atMost} allows.
 *
 * <p>It never ends the training that it watches. Modules whose outputs are integers or empty are
 * skipped. If recording fails, it stops. In both cases one message is printed, once.
 */
public class ActivationStats extends ModuleStats {
  /** For every module. */
  public ActivationStats() {
    this(module -> true);
  }

  /** For the modules of one type, such as {@code Conv2d.class}. */
  public ActivationStats(Class<? extends Module> type) {
    this(type::isInstance);
  }

  /** For the modules that {@code filter} accepts. */
  public ActivationStats(Predicate<? super Module> filter) {
    this(filter, Bins.DEFAULT, During.TRAINING);
  }

  /**
   * For the modules that {@code filter} accepts.
   *
   * @param bins the bins of the histograms, over the magnitude
   * @param during which batches it acts on
   */
  public ActivationStats(Predicate<? super Module> filter, Bins bins, During during) {
    super("ActivationStats", new DistributionRecorder(Quantity.ACTIVATIONS, bins), filter, during);
  }

  /**
   * Sets the maximum number of columns, from the next fit on; the default is 2,048. It limits the
   * memory of long fits: when the maximum is reached, neighbouring columns are merged, and each
   * column stands for more batches from then on.
   */
  @Override
  public final ActivationStats atMost(int columns) {
    super.atMost(columns);
    return this;
  }

  /**
   * Records only every {@code n}-th batch of each pass, starting with the first; this divides the
   * cost by n.
   */
  @Override
  public final ActivationStats every(int n) {
    super.every(n);
    return this;
  }

  /** Records only the batches of this cadence. */
  @Override
  public final ActivationStats at(Cadence batches) {
    super.at(batches);
    return this;
  }
}
