package ai.miniai.examples.battery;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.examples.battery.record.BatteryStore;
import ai.miniai.examples.battery.record.Part;
import ai.miniai.examples.battery.record.Trial;
import ai.miniai.examples.battery.tasks.TaskHealing;
import ai.miniai.examples.battery.tasks.TaskRun;
import ai.miniai.io.RunFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Trains the battery, and evaluates the doctor with it. */
@Command(
    name = "battery",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = "Train many small networks well and badly, or judge the doctor by them.")
public final class BatteryCommand implements Callable<Integer> {
  @Option(names = "--set", description = "Which runs: ${COMPLETION-CANDIDATES}.")
  private RunSet set = RunSet.IMAGES;

  @Option(names = "--out", paramLabel = "DIR", description = "Where the recorded runs are.")
  private Path out = Path.of("out", "battery");

  @Option(names = "--skip", description = "Leave out so many runs at the beginning.")
  private int skip;

  @Option(names = "--limit", description = "Train so many runs at most.")
  private int limit = Integer.MAX_VALUE;

  @Option(names = "--seconds", description = "Begin no other run after so many seconds.")
  private int seconds = Integer.MAX_VALUE;

  @Option(names = "--judge", description = "Judge the recorded runs, instead of training any.")
  private boolean judge;

  @Option(
      names = "--heal",
      description = "Treat the runs of the tasks whose fault can be undone; nothing is stored.")
  private boolean heal;

  @Option(names = "--part", description = "Of this part only: ${COMPLETION-CANDIDATES}.")
  private @Nullable Part part;

  @Option(names = "--runs", description = "Tell of each run, too.")
  private boolean runs;

  @Override
  public Integer call() throws IOException {
    checkArgument(!heal || set == RunSet.TASKS, "--heal is for the runs of --set tasks");
    BatteryStore store = new BatteryStore(out);
    if (heal) {
      heal();
    } else if (judge) {
      if (set.ids().noneMatch(store.results().keySet()::contains)) {
        throw new IOException(
            "there are no recorded runs in " + out + " to judge: train some, or name their folder");
      }
      System.out.println(set.judge(store, this::isWanted, runs));
    } else {
      RunFolder.open(out)
          .close(); // checked now, but not locked: several processes may train parts of the battery
      train(store);
    }
    return 0;
  }

  private boolean isWanted(Part one) {
    return part == null || one == part;
  }

  private void heal() {
    var healing = new TaskHealing();
    List<TaskRun> todo =
        TaskHealing.runs().skip(skip).filter(run -> isWanted(run.part())).limit(limit).toList();
    long started = System.nanoTime();
    for (TaskRun run : todo) {
      if (isLate(started)) {
        break;
      }
      System.out.println(healing.heal(run));
    }
    System.out.println(healing.summary());
  }

  private boolean isLate(long started) {
    return System.nanoTime() - started > TimeUnit.SECONDS.toNanos(seconds);
  }

  private void train(BatteryStore store) throws IOException {
    Set<String> there = store.results().keySet();
    List<? extends Trial> todo =
        set.trials().stream()
            .skip(skip)
            .filter(trial -> isWanted(trial.part()) && !there.contains(trial.id()))
            .limit(limit)
            .toList();
    long started = System.nanoTime();
    for (Trial trial : todo) {
      if (isLate(started)) {
        return;
      }
      System.out.println(trial.id() + ": " + trial.train(store));
    }
  }
}
