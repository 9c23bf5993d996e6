package ai.miniai.callback.training;

import ai.miniai.callback.Callback;
import ai.miniai.callback.CancelException;
import ai.miniai.callback.Phase;
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
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Loss scaling for models that compute parts in float16 on a CUDA card: multiplies the loss, so
 * that small gradients do not become 0, and divides the gradients again. Skips the step of a batch
 * whose gradients overflow. On the CPU, where float16 is not faster, it does nothing and logs that
 * once.
 *
 * <p>It casts nothing: the model itself casts to float16 ({@code Tensor.to}), and its parameters
 * stay float32. Between {@code afterLoss} and {@code afterBackward} the learner's loss is the
 * scaled one, and so are the gradients. Not yet tested on a card.
 *
 * <p>In data-parallel training an overflow on one rank makes the mean gradient of all infinite or
 * NaN, so that all skip the step and go on with the same scale. Gradients are divided after the
 * backward pass: those that an {@code OverlapCB} has sent before are sent again.
 *
 * <p>A batch that is skipped also takes away what gradients held before, such as the momentum of a
 * {@code MomentumLearner}.
 */
public final class MixedPrecisionCB extends Callback implements Stateful {
  private final LossScaler scaler;
  private final BooleanSupplier wanted;
  private final Consumer<String> log;
  private boolean active;
  private boolean told;
  private boolean inPass;

  /** While it and the gradients are scaled. */
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

  /** Before callbacks that use the gradients, each rank its own. */
  @Override
  public int order() {
    return -10;
  }

  @Override
  protected List<? extends Callback> companions() {
    return List.of(judge);
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
  public void beforeEpoch() {
    inPass = training();
  }

  /** What is left of gradients before is scaled too: the backward pass adds to it. */
  @Override
  public void afterLoss() {
    if (active && training()) {
      Tensor plain = learn().loss();
      loss = plain;
      learn().loss(plain.times(scaler.scale()));
      updateGradients(gradient -> gradient.muli(scaler.scale()));
    }
  }

  @Override
  public void afterBackward() {
    unscale();
  }

  @Override
  public void cleanupBatch() {
    unscale(); // of a cancelled batch
  }

  private void unscale() {
    Tensor plain = loss;
    if (plain != null) {
      loss = null;
      learn().loss(plain);
      updateGradients(gradient -> gradient.divi(scaler.scale()));
    }
  }

  private void updateGradients(Consumer<INDArray> change) {
    Gradients.of(learn()).values().forEach(gradient -> gradient.update(change));
  }

  /** Sees what other ranks see: all draw the same conclusion. */
  private final Callback judge =
      new Callback() {
        /** After the exchange with other ranks, and before callbacks that gather gradients. */
        @Override
        public int order() {
          return 6;
        }

        /**
         * Also for a batch that was cancelled here, if other ranks step: see {@code ExchangeCB}.
         */
        @Override
        public void afterBackward() {
          if (active && inPass && isOfBatch()) {
            boolean finite = areFinite(Gradients.of(learn()).values());
            if (!finite) {
              Gradients.clear(learn());
            }
            scaler.update(finite);
          }
        }

        /** A last step for gradients that were gathered has no batch of its own. */
        private boolean isOfBatch() {
          return learn().ending().filter(end -> !isCancelledBatch(end)).isEmpty();
        }

        private static boolean isCancelledBatch(Throwable end) {
          return end instanceof CancelException signal && signal.phase() == Phase.BATCH;
        }

        @Override
        public void cleanupEpoch() {
          inPass = false;
        }
      };

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
