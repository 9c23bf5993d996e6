package ai.miniai.examples.battery.tasks;

import static java.util.Comparator.comparing;

import ai.miniai.examples.battery.record.Part;
import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.LongStream;

/**
 * One training of a task, with a fault or without.
 *
 * @param seed the seed of all random numbers but those of the data, 1 or 2
 */
public record TaskRun(Task task, Fault fault, long seed) {
  private static final int SEEDS = 2;

  /** All runs: those without a fault first, the others in an order that is always the same. */
  public static ImmutableList<TaskRun> all() {
    List<TaskRun> runs = new ArrayList<>();
    for (Task task : Task.values()) {
      for (Fault fault : Fault.values()) {
        for (int seed = 1; seed <= SEEDS && fault.fits(task); seed++) {
          runs.add(new TaskRun(task, fault, seed));
        }
      }
    }
    Collections.shuffle(runs, new Random(1));
    runs.sort(comparing(run -> run.fault() != Fault.NONE));
    return ImmutableList.copyOf(runs);
  }

  /** The name of the run, from which the file name is derived. */
  public String id() {
    return String.format(Locale.ROOT, "%s-%s-s%d", task, fault, seed).toLowerCase(Locale.ROOT);
  }

  /** Seen or held out. */
  public Part part() {
    return Part.of(id());
  }

  /** The run without a fault that has the same first weights and the same order of batches. */
  TaskRun reference() {
    return new TaskRun(task, Fault.NONE, seed);
  }

  /** All runs of the task without a fault. */
  List<TaskRun> references() {
    return LongStream.rangeClosed(1, SEEDS)
        .mapToObj(one -> new TaskRun(task, Fault.NONE, one))
        .toList();
  }
}
