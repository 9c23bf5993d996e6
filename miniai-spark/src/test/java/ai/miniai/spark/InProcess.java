package ai.miniai.spark;

import org.apache.spark.sql.SparkSession;

/** Spark without a cluster, for tests: tasks are threads of this process. */
final class InProcess {
  private InProcess() {}

  /** A session with two tasks at once, on this machine's own address. */
  static SparkSession spark() {
    return SparkSession.builder()
        .master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .getOrCreate();
  }
}
