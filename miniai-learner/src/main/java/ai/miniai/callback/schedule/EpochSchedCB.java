package ai.miniai.callback.schedule;

import ai.miniai.optim.schedule.Schedule;

/**
 * Sets learning rate and momentum before each training epoch. Each epoch that is not cancelled is
 * one step of the schedule; each fit starts at step 0.
 */
public final class EpochSchedCB extends BaseSchedCB {
  /** {@code schedules}: one for all parameter groups, or one for each. */
  public EpochSchedCB(Schedule... schedules) {
    super(schedules);
  }

  @Override
  public void beforeEpoch() {
    set();
  }

  @Override
  public void afterEpoch() {
    count();
  }
}
