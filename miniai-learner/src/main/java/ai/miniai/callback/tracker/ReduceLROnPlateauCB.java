package ai.miniai.callback.tracker;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.callback.progress.MetricsCB;
import ai.miniai.callback.progress.MetricsReaderCB;
import ai.miniai.callback.schedule.BatchSchedCB;
import ai.miniai.callback.schedule.EpochSchedCB;
import ai.miniai.nn.StateDicts;
import ai.miniai.nn.Stateful;
import ai.miniai.optim.ParameterGroup;
import ai.miniai.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Multiplies the learning rates by a factor when a metric of the validation data has not improved
 * for more than {@code patience} epochs. Settings, defaults and numbers are those of PyTorch's
 * {@code ReduceLROnPlateau}. Each fit starts anew, with its own learning rate.
 *
 * <pre>{@code
 * new ReduceLROnPlateauCB(Monitor.min("loss")).factor(0.5).patience(3)
 * }</pre>
 *
 * <p>Cannot be combined with a schedule, which would set the rates again.
 */
public final class ReduceLROnPlateauCB extends MetricsReaderCB implements Stateful {
  /** How the threshold is meant: PyTorch's {@code threshold_mode}. */
  public enum ThresholdMode {
    /** A metric to minimize has to fall below best · (1 − threshold), others to (1 + threshold). */
    REL,
    /** The metric has to differ from the best value by more than the threshold. */
    ABS
  }

  private final Monitor monitor;
  private double factor = 0.1;
  private int patience = 10;
  private double threshold = 1e-4;
  private ThresholdMode mode = ThresholdMode.REL;
  private int cooldown;
  private double[] minLr = {0};
  private double eps = 1e-8;

  private double best;
  private int badEpochs;
  private int cooldownLeft;

  /**
   * Watches this metric, with a factor of 0.1 and a patience of 10 epochs. Needs a {@link
   * MetricsCB}.
   *
   * @param monitor without a {@link Monitor#minDelta}: here it is the {@link #threshold}
   */
  public ReduceLROnPlateauCB(Monitor monitor) {
    checkArgument(
        monitor.minDelta() == 0,
        "the monitor has a minDelta of %s: use threshold(%s, ThresholdMode.ABS) instead",
        monitor.minDelta(),
        monitor.minDelta());
    this.monitor = monitor;
  }

  /** The factor of each reduction, in (0, 1). */
  public ReduceLROnPlateauCB factor(double value) {
    checkArgument(value > 0 && value < 1, "the factor must lie in (0, 1), not %s", value);
    factor = value;
    return this;
  }

  /** The number of epochs without an improvement that are tolerated, 0 or more. */
  public ReduceLROnPlateauCB patience(int epochs) {
    checkArgument(epochs >= 0, "the patience must be 0 epochs or more, not %s", epochs);
    patience = epochs;
    return this;
  }

  /** How much better the metric must become to count as improved, 0 or more; by default 10⁻⁴. */
  public ReduceLROnPlateauCB threshold(double value, ThresholdMode how) {
    threshold = checkSetting("the threshold", value);
    mode = how;
    return this;
  }

  /** The number of epochs after a reduction that are not counted, 0 or more; by default 0. */
  public ReduceLROnPlateauCB cooldown(int epochs) {
    checkArgument(epochs >= 0, "the cooldown must be 0 epochs or more, not %s", epochs);
    cooldown = epochs;
    return this;
  }

  /**
   * The lowest learning rate, finite, 0 or more; by default 0.
   *
   * @param values one for all parameter groups, or one for each
   */
  public ReduceLROnPlateauCB minLr(double... values) {
    checkArgument(values.length > 0, "give one lowest rate, or one for each group of parameters");
    for (double value : values) {
      checkSetting("the lowest rate", value);
    }
    minLr = values.clone();
    return this;
  }

  /** A change of the rate by this or less is left out, 0 or more; by default 10⁻⁸. */
  public ReduceLROnPlateauCB eps(double value) {
    eps = checkSetting("eps", value);
    return this;
  }

  private static double checkSetting(String what, double value) {
    checkArgument(
        value >= 0 && Double.isFinite(value),
        "%s must be finite and not negative: %s",
        what,
        value);
    return value;
  }

  @Override
  public void beforeFit() {
    monitor.check(learn());
    learn()
        .cbs()
        .forEach(
            other ->
                checkArgument(
                    !(other instanceof BatchSchedCB || other instanceof EpochSchedCB),
                    "%s and %s cannot both set the learning rate: leave one out",
                    name(),
                    other.name()));
    int groups = learn().opt().groups().size();
    checkArgument(
        minLr.length == 1 || minLr.length == groups,
        "there are %s lowest rates, but %s groups of parameters: give one, or one for each group",
        minLr.length,
        groups);
    best = monitor.worst();
    badEpochs = 0;
    cooldownLeft = 0;
  }

  @Override
  public void afterEpoch() {
    OptionalDouble value = monitor.read(learn());
    if (value.isPresent() && isPlateau(value.getAsDouble())) {
      reduce();
    }
  }

  private boolean isPlateau(double value) {
    if (isBetter(value)) {
      best = value;
      badEpochs = 0;
    } else {
      badEpochs++;
    }
    if (cooldownLeft > 0) {
      cooldownLeft--;
      badEpochs = 0;
    }
    if (badEpochs <= patience) {
      return false;
    }
    cooldownLeft = cooldown;
    badEpochs = 0;
    return true;
  }

  /** NaN never is. */
  private boolean isBetter(double value) {
    double sign = monitor.larger() ? 1 : -1;
    double needed =
        mode == ThresholdMode.REL ? best * (1 + sign * threshold) : best + sign * threshold;
    return monitor.larger() ? value > needed : value < needed;
  }

  private void reduce() {
    List<ParameterGroup> groups = opt().groups();
    for (int i = 0; i < groups.size(); i++) {
      double old = groups.get(i).lr();
      double reduced = Math.max(old * factor, minLr[minLr.length == 1 ? 0 : i]);
      if (old - reduced > eps) {
        groups.get(i).lr(reduced);
      }
    }
  }

  @Override
  public Map<String, Tensor> stateDict() {
    return Map.of(
        "best",
        StateDicts.tensor(best),
        "bad_epochs",
        StateDicts.tensor(badEpochs),
        "cooldown_left",
        StateDicts.tensor(cooldownLeft));
  }

  @Override
  public void loadStateDict(Map<String, Tensor> state) {
    best = StateDicts.values(state, "best", 1)[0];
    badEpochs = (int) StateDicts.values(state, "bad_epochs", 1)[0];
    cooldownLeft = (int) StateDicts.values(state, "cooldown_left", 1)[0];
  }
}
