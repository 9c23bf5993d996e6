package ai.miniai.callback.schedule;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.callback.Callback;
import ai.miniai.nn.StateDicts;
import ai.miniai.nn.Stateful;
import ai.miniai.optim.ParameterGroup;
import ai.miniai.optim.schedule.Schedule;
import ai.miniai.tensor.Tensor;
import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Sets learning rate and momentum of each parameter group, and counts the schedule's steps. */
abstract sealed class BaseSchedCB extends Callback implements Stateful
    permits BatchSchedCB, EpochSchedCB {
  private final ImmutableList<Schedule> schedules;
  private double[] rates = {};
  private double[] momenta = {};
  private int step;

  BaseSchedCB(Schedule... schedules) {
    checkArgument(schedules.length > 0, "give one schedule, or one for each group of parameters");
    this.schedules = ImmutableList.copyOf(schedules);
  }

  /** False: the learning rate finder sets its own rates. */
  @Override
  public final boolean inTryOut() {
    return false;
  }

  @Override
  protected final Optional<Class<? extends Callback>> onlyOne() {
    return Optional.of(BaseSchedCB.class);
  }

  @Override
  public final void beforeFit() {
    List<ParameterGroup> groups = opt().groups();
    checkArgument(
        schedules.size() == 1 || schedules.size() == groups.size(),
        "there are %s schedules, but %s groups of parameters: give one, or one for each group",
        schedules.size(),
        groups.size());
    rates = groups.stream().mapToDouble(ParameterGroup::lr).toArray();
    momenta = groups.stream().mapToDouble(ParameterGroup::momentum).toArray();
    step = 0;
  }

  final void set() {
    if (training()) {
      List<ParameterGroup> groups = opt().groups();
      for (int i = 0; i < groups.size(); i++) {
        Schedule schedule = schedules.get(schedules.size() == 1 ? 0 : i);
        groups.get(i).lr(schedule.lr(step, rates[i])).momentum(schedule.momentum(step, momenta[i]));
      }
    }
  }

  final void count() {
    if (training()) {
      step++;
    }
  }

  @Override
  public final Map<String, Tensor> stateDict() {
    return Map.of(
        "step",
        StateDicts.tensor(step),
        "initial_lr",
        StateDicts.tensor(rates),
        "initial_momentum",
        StateDicts.tensor(momenta));
  }

  @Override
  public final void loadStateDict(Map<String, Tensor> state) {
    step = (int) StateDicts.values(state, "step", 1)[0];
    rates = StateDicts.values(state, "initial_lr", rates.length);
    momenta = StateDicts.values(state, "initial_momentum", momenta.length);
  }
}
