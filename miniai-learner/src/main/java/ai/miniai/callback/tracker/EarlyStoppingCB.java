package ai.miniai.callback.tracker;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.callback.CancelFitException;
import ai.miniai.callback.progress.MetricsCB;
import ai.miniai.callback.progress.MetricsReaderCB;
import ai.miniai.nn.StateDicts;
import ai.miniai.nn.Stateful;
import ai.miniai.tensor.Tensor;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Ends the fit when a metric of the validation data has not improved for a number of epochs.
 *
 * <pre>{@code
 * new EarlyStoppingCB(Monitor.min("loss").minDelta(0.001), 3)
 * }</pre>
 */
public final class EarlyStoppingCB extends MetricsReaderCB implements Stateful {
  private final Monitor monitor;
  private final int patience;
  private double best;
  private int waited;

  /**
   * Stops by this metric. Needs a {@link MetricsCB}.
   *
   * @param patience the number of epochs without an improvement before it stops, 1 or more
   */
  public EarlyStoppingCB(Monitor monitor, int patience) {
    checkArgument(patience > 0, "the patience must be 1 epoch or more, not %s", patience);
    this.monitor = monitor;
    this.patience = patience;
  }

  @Override
  public void beforeFit() {
    monitor.check(learn());
    best = monitor.worst();
    waited = 0;
  }

  @Override
  public void afterEpoch() {
    OptionalDouble value = monitor.read(learn());
    if (value.isPresent()) {
      if (monitor.isBetter(value.getAsDouble(), best)) {
        best = value.getAsDouble();
        waited = 0;
      } else if (++waited >= patience) {
        throw new CancelFitException(
            "\"%s\" has not become better than %s for %s epochs"
                .formatted(monitor.metric(), best, waited));
      }
    }
  }

  @Override
  public Map<String, Tensor> stateDict() {
    return Map.of("best", StateDicts.tensor(best), "waited", StateDicts.tensor(waited));
  }

  @Override
  public void loadStateDict(Map<String, Tensor> state) {
    best = StateDicts.values(state, "best", 1)[0];
    waited = (int) StateDicts.values(state, "waited", 1)[0];
  }
}
