package ai.miniai.hooks;

import ai.miniai.callback.During;
import ai.miniai.histogram.Bins;
import ai.miniai.nn.Module;
import ai.miniai.nn.Outputs;
import ai.miniai.recording.DistributionRecorder;
import ai.miniai.recording.Quantity;
import ai.miniai.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Records mean, standard deviation, histogram and dead units of the gradients of the loss with
 * respect to the outputs of layers, in every training batch of a fit. Histograms are over octaves,
 * because gradients span many orders of magnitude.
 *
 * <pre>{@code
 * var gradients = new GradientStats(Conv2d.class);
 * learn.fit(1, gradients);
 * Plots.colorDim(gradients.recording()).save(Path.of("gradients.png"));
 * }</pre>
 *
 * <p>The columns are those of {@link ActivationStats}. A layer has no values if no gradient flows
 * through it, for example because all parameters before it are frozen. If the loss is scaled
 * ({@code MixedPrecisionCB}), these gradients are scaled too.
 */
public class GradientStats extends ModuleStats {
  private Hooks forward = new Hooks(List.of(), (hook, module, inputs, output) -> {});

  /** For every module. */
  public GradientStats() {
    this(module -> true);
  }

  /** For the modules of one type, such as {@code Conv2d.class}. */
  public GradientStats(Class<? extends Module> type) {
    this(type::isInstance);
  }

  /** For the modules that {@code filter} accepts. */
  public GradientStats(Predicate<? super Module> filter) {
    this(filter, Bins.OCTAVES);
  }

  /** For the modules that {@code filter} accepts, with histograms over the magnitude. */
  public GradientStats(Predicate<? super Module> filter, Bins bins) {
    super(
        "GradientStats",
        new DistributionRecorder(Quantity.GRADIENTS, bins),
        filter,
        During.TRAINING);
  }

  /** Gradients arrive in reverse order, so forward hooks note in which order the modules ran. */
  private final class Order implements HookFunction {
    @Override
    public void call(Hook hook, Module module, List<Tensor> inputs, Tensor output) {
      ran(hook, Outputs.of(output));
    }

    @Override
    public void callAll(Hook hook, Module module, List<Tensor> inputs, Outputs outputs) {
      ran(hook, outputs);
    }

    @Override
    public boolean isWatching() {
      return watching();
    }
  }

  @Override
  protected final Hooks install(Map<String, Module> wanted, HookFunction watching) {
    forward = new Hooks(wanted, new Order());
    return Hooks.preBackward(wanted, watching);
  }

  @Override
  public final void cleanupFit() {
    super.cleanupFit();
    forward.close();
  }

  /** Like {@link ActivationStats#atMost}. */
  @Override
  public final GradientStats atMost(int columns) {
    super.atMost(columns);
    return this;
  }

  /** Like {@link ActivationStats#every}. */
  @Override
  public final GradientStats every(int n) {
    super.every(n);
    return this;
  }

  /** Like {@link ActivationStats#at}. */
  @Override
  public final GradientStats at(Cadence batches) {
    super.at(batches);
    return this;
  }
}
