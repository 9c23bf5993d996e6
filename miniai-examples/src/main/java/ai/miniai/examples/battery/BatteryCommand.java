package ai.miniai.examples.battery;

import ai.miniai.data.FashionMnist;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Trains the battery, and judges the doctor by it. */
@Command(
    name = "battery",
    hidden = true,
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = "Train many small networks well and badly, and judge the doctor by them.")
public final class BatteryCommand implements Callable<Integer> {
  @Option(names = "--out", paramLabel = "DIR", description = "Where the recorded runs are.")
  private Path out = Path.of("out", "battery");

  @Option(names = "--skip", description = "Leave out so many runs at the beginning.")
  private int skip;

  @Option(names = "--limit", description = "Train so many runs at most.")
  private int limit = Integer.MAX_VALUE;

  @Option(names = "--seconds", description = "Begin no other run after so many seconds.")
  private int seconds = Integer.MAX_VALUE;

  @Override
  public Integer call() throws IOException {
    FashionMnist images = FashionMnist.load();
    Files.createDirectories(out);
    List<BatteryRun> todo =
        BatteryRun.all().stream()
            .skip(skip)
            .filter(run -> !Files.exists(BatteryTraining.file(out, run)))
            .limit(limit)
            .toList();
    long end = System.nanoTime() + seconds * 1_000_000_000L;
    for (BatteryRun run : todo) {
      if (System.nanoTime() > end) {
        return 0;
      }
      System.out.println(run.id() + ": " + new BatteryTraining(run, images).record(out));
    }
    return 0;
  }
}
