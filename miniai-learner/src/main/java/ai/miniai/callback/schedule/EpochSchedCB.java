package ai.miniai.callback.schedule;

import ai.miniai.optim.schedule.Schedule;

/**
 * Sets learning rate and momentum before each epoch of training. A step of the schedule is an epoch
 * that was not cancelled; each fit begins at step 0.
 */
public final class EpochSchedCB extends BaseSchedCB {
  /** {@code schedules}: one for all groups of parameters, or one for each. */
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
