package ai.miniai.callback.schedule;

import ai.miniai.optim.schedule.Schedule;

/**
 * Sets learning rate and momentum before each training batch. A step of the schedule is a batch
 * that was not cancelled; each fit begins at step 0.
 *
 * <pre>{@code
 * new BatchSchedCB(new OneCycle(0.06, epochs * dls.train().size()))
 * }</pre>
 */
public final class BatchSchedCB extends BaseSchedCB {
  /** {@code schedules}: one for all groups of parameters, or one for each. */
  public BatchSchedCB(Schedule... schedules) {
    super(schedules);
  }

  @Override
  public void beforeBatch() {
    set();
  }

  @Override
  public void afterBatch() {
    count();
  }
}
