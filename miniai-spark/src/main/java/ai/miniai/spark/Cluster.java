package ai.miniai.spark;

import static com.google.common.base.Preconditions.checkState;

import com.google.common.util.concurrent.Uninterruptibles;
import java.time.Duration;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;

/** Refuses at once, in one line, what Spark would refuse late or not at all. */
final class Cluster {
  private static final Duration GLANCE = Duration.ofMillis(200);

  private Cluster() {}

  /**
   * Checks that all ranks can run at once.
   *
   * @param patience how long executors may take to register
   * @throws IllegalStateException if not
   */
  static void check(SparkContext sc, int workers, Duration patience) {
    SparkConf conf = sc.conf();
    checkState(
        !conf.getBoolean("spark.dynamicAllocation.enabled", false),
        "all ranks must run at once, but spark.dynamicAllocation.enabled is true: set it to false");
    checkState(
        !conf.getBoolean("spark.speculation", false),
        "a second copy of a rank would disturb the others, but spark.speculation is true: set it to"
            + " false");
    long end = System.nanoTime() + patience.toNanos();
    int slots = slots(sc);
    while (slots < workers && System.nanoTime() - end < 0) {
      Uninterruptibles.sleepUninterruptibly(GLANCE);
      slots = slots(sc);
    }
    checkState(
        slots >= workers,
        "%s workers need as many slots at once, but the cluster gives this application %s: take fewer"
            + " workers, or more executors or cores (spark.executor.cores, spark.cores.max,"
            + " spark.task.cpus)",
        workers,
        slots);
  }

  private static int slots(SparkContext sc) {
    return sc.maxNumConcurrentTasks(sc.resourceProfileManager().defaultResourceProfile());
  }
}
