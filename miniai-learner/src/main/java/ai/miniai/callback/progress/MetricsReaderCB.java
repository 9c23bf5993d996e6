package ai.miniai.callback.progress;

import ai.miniai.callback.Callback;

/**
 * The base of callbacks that read the rows of {@link MetricsCB}. They run after it, and take no
 * part in a {@code Learner.tryOut}, whose metrics do not belong to the fit that they report.
 */
public abstract class MetricsReaderCB extends Callback {
  /** 1, after {@link MetricsCB}. */
  @Override
  public int order() {
    return 1;
  }

  @Override
  public boolean inTryOut() {
    return false;
  }

  /**
   * The metrics of the running fit.
   *
   * @throws IllegalStateException if it has no {@link MetricsCB}
   */
  protected final MetricsCB metrics() {
    return MetricsCB.of(learn());
  }
}
