package ai.miniai.callback.training;

import ai.miniai.callback.Callback;
import ai.miniai.device.Device;
import ai.miniai.nn.StateDicts;
import ai.miniai.nn.Stateful;
import ai.miniai.tensor.Deferred;
import ai.miniai.tensor.Host;
import ai.miniai.tensor.Tensor;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Loss scaling for models that compute parts in float16 on a CUDA card: multiplies the loss, so
 * that small gradients do not become 0, and divides the gradients again. Skips the step of a batch
 * whose gradients overflow. On the CPU, where float16 is not faster, it does nothing and logs that
 * once.
 *
 * <p>It casts nothing: the model itself casts to float16 ({@code Tensor.to}), and its parameters
 * stay float32. Between {@code afterLoss} and {@code afterBackward} the learner's loss is the
 * scaled one. Not yet tested on a card.
 */
public final class MixedPrecisionCB extends Callback implements Stateful {
  private final LossScaler scaler;
  private final BooleanSupplier wanted;
  private final Consumer<String> log;
  private boolean active;
  private boolean told;
  private @Nullable Tensor loss;

  /** With PyTorch's defaults: a scale of 65,536 that doubles after 2,000 steps without overflow. */
  public MixedPrecisionCB() {
    this(
        new LossScaler(LossScaler.INITIAL_SCALE, LossScaler.GROWTH_INTERVAL),
        () -> Device.current().kind() == Device.Kind.CUDA,
        System.out::println);
  }

  MixedPrecisionCB(LossScaler scaler, BooleanSupplier wanted, Consumer<String> log) {
    this.scaler = scaler;
    this.wanted = wanted;
    this.log = log;
  }

  /** The current factor of the loss. */
  public double scale() {
    return scaler.scale();
  }

  /** Before callbacks that use the gradients. */
  @Override
  public int order() {
    return -10;
  }

  @Override
  protected Optional<Class<? extends Callback>> onlyOne() {
    return Optional.of(MixedPrecisionCB.class);
  }

  @Override
  public void beforeFit() {
    active = wanted.getAsBoolean();
    if (!active && !told) {
      told = true;
      log.accept(
          "MixedPrecisionCB is off: float16 is faster on a CUDA card only, and this is "
              + Device.current());
    }
  }

  @Override
  public void afterLoss() {
    if (active && training()) {
      loss = learn().loss();
      learn().loss(loss.times(scaler.scale()));
    }
  }

  @Override
  public void afterBackward() {
    Tensor unscaled = loss;
    if (active && unscaled != null) {
      learn().loss(unscaled);
      Collection<Tensor> gradients = Gradients.of(learn()).values();
      gradients.forEach(gradient -> gradient.update(array -> array.divi(scaler.scale())));
      boolean finite = areFinite(gradients);
      if (!finite) {
        Gradients.clear(learn());
      }
      scaler.update(finite);
    }
  }

  @Override
  public void cleanupBatch() {
    loss = null;
  }

  /** 0 · x is 0 for a finite x, else NaN. */
  private static boolean areFinite(Collection<Tensor> gradients) {
    List<Deferred> zeros =
        gradients.stream().map(gradient -> Host.later(gradient.times(0).sum())).toList();
    return zeros.stream().allMatch(zero -> zero.item() == 0);
  }

  @Override
  public Map<String, Tensor> stateDict() {
    return Map.of("scale", StateDicts.tensor(scaler.scale(), scaler.goodSteps()));
  }

  @Override
  public void loadStateDict(Map<String, Tensor> state) {
    double[] values = StateDicts.values(state, "scale", 2);
    scaler.restore(values[0], (int) values[1]);
  }
}
