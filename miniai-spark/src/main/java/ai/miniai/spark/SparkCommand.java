package ai.miniai.spark;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import com.google.common.primitives.Ints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.spark.sql.SparkSession;

/**
 * {@code ./miniai spark}: starts a {@link LocalCluster}, trains the lesson's network on it, or
 * measures what ranks pay for the exchange of gradients.
 */
public final class SparkCommand {
  private static final int MEGABYTES = 1200;

  /** A machine that is busy takes its time to start so many processes. */
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private static final String USAGE =
      """
      usage: ./miniai spark lesson [--workers N] [--epochs N] [--limit N]
             ./miniai spark cost [--workers N] [--rounds N]
      each N 1 or more: 2 workers, 1 epoch of all images and 10 rounds by default
      """;

  private SparkCommand() {}

  /** Runs the command that the first argument names. */
  public static void main(String... arguments) throws IOException {
    if (!run(List.of(arguments))) {
      System.err.print(USAGE);
      System.exit(2);
    }
  }

  /** Whether the arguments were right. */
  static boolean run(List<String> given) throws IOException {
    String command = given.isEmpty() ? "" : given.get(0);
    int workers = option(given, "--workers", 2);
    int epochs = option(given, "--epochs", 1);
    int limit = option(given, "--limit", Integer.MAX_VALUE);
    int rounds = option(given, "--rounds", 10);
    boolean known = List.of("lesson", "cost").contains(command);
    if (!known || Ints.min(workers, epochs, limit, rounds) < 1) {
      return false;
    }
    Path home = Files.createTempDirectory("miniai-spark-");
    try (LocalCluster cluster = LocalCluster.start(home, workers, MEGABYTES);
        SparkSession spark = cluster.session()) {
      SparkLearner learner =
          SparkLearner.on(spark.sparkContext()).workers(workers).patience(PATIENCE);
      if (command.equals("lesson")) {
        SparkLesson.train(
            learner.checkpoints(home.resolve("checkpoints").toUri().toString()), epochs, limit);
      } else {
        SparkCost.measure(learner, rounds, home.resolve("times"));
      }
    } finally {
      MoreFiles.deleteRecursively(home, RecursiveDeleteOption.ALLOW_INSECURE);
    }
    return true;
  }

  /** The number after {@code name}; 0 if it is none. */
  private static int option(List<String> given, String name, int usual) {
    int at = given.indexOf(name);
    if (at < 0) {
      return usual;
    }
    Integer number = at + 1 < given.size() ? Ints.tryParse(given.get(at + 1)) : null;
    return number == null ? 0 : number;
  }
}
