package ai.miniai.callback.training;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkState;
import static java.util.Objects.requireNonNull;

import ai.miniai.callback.Callback;
import ai.miniai.nn.ModelState;
import ai.miniai.nn.Module;
import ai.miniai.nn.StateDicts;
import ai.miniai.nn.Stateful;
import ai.miniai.tensor.Tensor;
import ai.miniai.tensor.Updates;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Keeps an exponential moving average of the weights, which often predicts better than the weights
 * of the last step. After each step of the optimizer:
 *
 * <pre>average = decay · average + (1 − decay) · weights</pre>
 *
 * <p>Buffers, such as running statistics, and parameters that are not trained are copied. The first
 * step copies everything, as in PyTorch's {@code AveragedModel} and timm's {@code ModelEmaV3}. A
 * step in which no parameter has a gradient does not count. Each fit starts anew.
 *
 * <pre>{@code
 * var average = new EMACB(0.999).inValidation();
 * learner.fit(20, average, saver);
 * average.copyTo(learner.model());
 * }</pre>
 */
public final class EMACB extends Callback implements Stateful {
  private static final String STEPS = "steps";
  private static final String AVERAGE = "average";

  /** timm's {@code warmup_power}. */
  private static final double WARMUP_POWER = 2.0 / 3;

  private final double decay;
  private int updateAfterStep;
  private boolean usesWarmup;
  private boolean inValidation;

  private long steps;
  private Map<String, Tensor> average = ImmutableMap.of();
  private @Nullable ModelState trained;

  /** {@code decay}: the weight of the average so far in each step, in [0, 1), such as 0.999. */
  public EMACB(double decay) {
    checkArgument(decay >= 0 && decay < 1, "the decay must lie in [0, 1), not %s", decay);
    this.decay = decay;
  }

  /** Only copies the weights in the first {@code count} steps, 0 or more; by default 0. */
  public EMACB updateAfterStep(int count) {
    checkArgument(count >= 0, "an average starts after 0 steps or more, not %s", count);
    updateAfterStep = count;
    return this;
  }

  /**
   * Begins with a smaller decay, so that the first weights are forgotten faster: at step t after
   * the copied ones it is min(decay, 1 − (1 + t)^(−2/3)), as in timm.
   */
  public EMACB useWarmup() {
    usesWarmup = true;
    return this;
  }

  /**
   * Validates with the average: the model has the averaged values in each validation pass, also
   * when {@code CheckpointCB} saves the best weights, and gets back those of the training at its
   * end, however it ends.
   */
  public EMACB inValidation() {
    inValidation = true;
    return this;
  }

  /**
   * Copies the average of the running fit, or of the last one, into the parameters and buffers of
   * {@code model}, which may be the learner's after the fit.
   *
   * @throws IllegalStateException if there was no fit yet
   * @throws IllegalArgumentException if the model has other parameters or shapes; it is not changed
   */
  public void copyTo(Module model) {
    checkState(!average.isEmpty(), "there is no average yet: fit with this callback first");
    model.loadStateDict(average);
  }

  @Override
  protected Optional<Class<? extends Callback>> onlyOne() {
    return Optional.of(EMACB.class);
  }

  @Override
  public boolean inTryOut() {
    return false;
  }

  @Override
  public void beforeFit() {
    steps = 0;
    average = copies(everything(model()));
  }

  private static Map<String, Tensor> everything(Module model) {
    return ImmutableMap.<String, Tensor>builder()
        .putAll(model.parameters())
        .putAll(model.buffers())
        .buildOrThrow();
  }

  private static Map<String, Tensor> copies(Map<String, Tensor> tensors) {
    return ImmutableMap.copyOf(Maps.transformValues(tensors, Tensor::detach));
  }

  @Override
  public void afterStep() {
    if (!Gradients.of(learn()).isEmpty()) { // there is none within a group of accumulated ones
      steps++;
      double kept = decayNow();
      Map<String, Tensor> now = everything(model());
      average.forEach((name, mean) -> move(mean, kept, requireNonNull(now.get(name))));
    }
  }

  private double decayNow() {
    long averaged = Math.max(0, steps - updateAfterStep - 1);
    if (averaged == 0) {
      return 0;
    }
    double warm = 1 - Math.pow(1.0 + averaged, -WARMUP_POWER);
    return usesWarmup ? Math.min(warm, decay) : decay;
  }

  private static void move(Tensor mean, double kept, Tensor value) {
    if (value.length() > 0) {
      mean.update(array -> value.read(now -> move(array, value.requiresGrad() ? kept : 0, now)));
    }
  }

  private static INDArray move(INDArray mean, double kept, INDArray now) {
    if (kept == 0) {
      return mean.assign(now);
    }
    Updates.addScaled(mean.muli(kept), 1 - kept, now);
    return mean;
  }

  @Override
  public void beforeEpoch() {
    if (inValidation && !training()) {
      trained = new ModelState(model());
      copyTo(model());
    }
  }

  @Override
  public void cleanupEpoch() {
    ModelState before = trained;
    if (before != null) {
      trained = null;
      before.close();
    }
  }

  @Override
  public Map<String, Tensor> stateDict() {
    return ImmutableMap.<String, Tensor>builder()
        .put(STEPS, StateDicts.tensor((double) steps))
        .putAll(StateDicts.prefixed(AVERAGE, copies(average)))
        .buildOrThrow();
  }

  @Override
  public void loadStateDict(Map<String, Tensor> state) {
    steps = (long) StateDicts.values(state, STEPS, 1)[0];
    average = copies(StateDicts.under(AVERAGE, state));
  }
}
