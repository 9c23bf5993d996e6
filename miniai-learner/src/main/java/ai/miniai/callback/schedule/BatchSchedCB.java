package ai.miniai.callback.schedule;

import ai.miniai.optim.schedule.Schedule;

/**
 * Sets learning rate and momentum before each training batch. Each batch that is not cancelled is
 * one step of the schedule; each fit starts at step 0.
 *
 * <pre>{@code
 * new BatchSchedCB(new OneCycle(0.06, epochs * dls.train().size()))
 * }</pre>
 */
public final class BatchSchedCB extends BaseSchedCB {
  /** {@code schedules}: one for all parameter groups, or one for each. */
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
