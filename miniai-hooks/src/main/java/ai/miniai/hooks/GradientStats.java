package ai.miniai.hooks;

import ai.miniai.histogram.Bins;
import ai.miniai.nn.Module;
import ai.miniai.recording.DistributionRecorder;
import ai.miniai.recording.Quantity;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Records mean, standard deviation and histogram of the gradients of the loss with respect to what
 * layers put out, in every training batch of a fit, and which units get none. Histograms are over
 * octaves, since gradients span decades.
 *
 * <pre>{@code
 * var gradients = new GradientStats(Conv2d.class);
 * learn.fit(1, gradients);
 * Plots.colorDim(gradients.recording()).save(Path.of("gradients.png"));
 * }</pre>
 *
 * <p>Columns are those of {@link ActivationStats}. A layer has none where no gradient goes through
 * it, as where all before it is frozen. If the loss is scaled ({@code MixedPrecisionCB}), so are
 * these gradients.
 */
public class GradientStats extends ModuleStats {
  /** On every module. */
  public GradientStats() {
    this(module -> true);
  }

  /** On the modules of one type, such as {@code Conv2d.class}. */
  public GradientStats(Class<? extends Module> type) {
    this(type::isInstance);
  }

  /** On the modules that {@code filter} accepts. */
  public GradientStats(Predicate<? super Module> filter) {
    this(filter, Bins.OCTAVES);
  }

  /** On the modules that {@code filter} accepts, with histograms over the magnitude. */
  public GradientStats(Predicate<? super Module> filter, Bins bins) {
    super("GradientStats", new DistributionRecorder(Quantity.GRADIENTS, bins), filter, true, false);
  }

  @Override
  protected final Hooks install(Map<String, Module> wanted, HookFunction watching) {
    return Hooks.preBackward(wanted, watching);
  }

  /** As {@link ActivationStats#atMost}. */
  @Override
  public final GradientStats atMost(int columns) {
    super.atMost(columns);
    return this;
  }

  /** As {@link ActivationStats#every}. */
  @Override
  public final GradientStats every(int n) {
    super.every(n);
    return this;
  }

  /** As {@link ActivationStats#at}. */
  @Override
  public final GradientStats at(Cadence batches) {
    super.at(batches);
    return this;
  }
}
