package ai.miniai.spark;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkState;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.SparkSession;

/**
 * A standalone cluster on this machine, to try things out: a master and workers of one core each,
 * in processes of their own that only this machine reaches. Spark's jars are those on the class
 * path; no installation is needed.
 */
public final class LocalCluster implements AutoCloseable {
  private static final String HOST = "127.0.0.1";

  /** Hadoop calls {@code Subject.getSubject}, which no longer works on Java 24. */
  static final String NEEDS = "Spark and the Hadoop that it uses need Java 17 to 23";

  private static final int LAST_JAVA = 23;

  /** What a worker has beyond its executor. */
  private static final int SPARE_MEGABYTES = 400;

  private final Path home;
  private final int megabytes;
  private final String master;
  private final List<Process> processes = new ArrayList<>();

  private LocalCluster(Path home, int megabytes, String master) {
    this.home = home;
    this.megabytes = megabytes;
    this.master = master;
  }

  /**
   * Starts it. Throws an {@link IllegalStateException} on Java 24 or later.
   *
   * @param home a folder for logs and for what Spark writes
   * @param workers the number of workers, 1 or more
   * @param megabytes the heap of an executor
   */
  public static LocalCluster start(Path home, int workers, int megabytes) {
    checkArgument(workers > 0, "expected 1 worker or more, got %s", workers);
    checkState(
        Runtime.version().feature() <= LAST_JAVA,
        "%s, not %s: let JAVA_HOME be the folder of such a one",
        NEEDS,
        Runtime.version().feature());
    try {
      Files.createDirectories(home.resolve("jars")); // Spark asks for it; it stays empty
      int port = freePort();
      LocalCluster cluster =
          new LocalCluster(home.toAbsolutePath(), megabytes, "spark://%s:%s".formatted(HOST, port));
      cluster.launch("master.Master", "--port", "" + port);
      for (int i = 0; i < workers; i++) {
        cluster.launch(
            "worker.Worker",
            "--cores",
            "1",
            "--memory",
            megabytes + SPARE_MEGABYTES + "m",
            "--work-dir",
            cluster.home.resolve("work" + i).toString(),
            cluster.master);
      }
      return cluster;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start a cluster: " + e.getMessage(), e);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void launch(String role, String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                "org.apache.spark.deploy." + role,
                "--host",
                HOST,
                "--webui-port",
                "0"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(home.resolve("log" + processes.size()).toFile());
    builder
        .environment()
        .putAll(
            Map.of(
                "SPARK_HOME",
                home.toString(),
                "SPARK_LOCAL_IP",
                HOST,
                "SPARK_SCALA_VERSION", // else it is looked for in folders of a build
                scala.util.Properties.versionNumberString().replaceFirst("\\.\\d+$", "")));
    processes.add(builder.start());
  }

  /** The session of this process, as the driver, with executors of one core each. */
  public SparkSession session() {
    return SparkSession.builder()
        .master(master)
        .appName("miniai")
        .config("spark.driver.host", HOST)
        .config("spark.driver.bindAddress", HOST)
        .config("spark.ui.enabled", "false")
        .config("spark.executor.cores", "1")
        .config("spark.executor.memory", megabytes + "m")
        .config("spark.executorEnv.OMP_NUM_THREADS", "1")
        .config("spark.executor.extraClassPath", System.getProperty("java.class.path"))
        .config("spark.executor.extraJavaOptions", "-XX:+UseSerialGC")
        .config("spark.sql.warehouse.dir", home.resolve("warehouse").toString())
        .getOrCreate();
  }

  /** The processes of the executors that run now. */
  List<ProcessHandle> executors() {
    return processes.stream().flatMap(Process::descendants).toList();
  }

  /** Ends all its processes. */
  @Override
  public void close() {
    for (Process process : processes) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    for (Process process : processes) {
      try {
        process.waitFor(10, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
