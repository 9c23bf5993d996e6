package ai.miniai.spark;

import java.io.IOException;
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
 * A standalone cluster on loopback, made of the jars on the class path: a master and workers of one
 * core, each in a process of its own. The driver is this process.
 */
final class LocalCluster implements AutoCloseable {
  private static final String HOST = "127.0.0.1";

  private final Path home;
  private final String master;
  private final List<Process> processes = new ArrayList<>();

  private LocalCluster(Path home, String master) {
    this.home = home;
    this.master = master;
  }

  /** Starts it; {@code home} becomes Spark's home. */
  static LocalCluster start(Path home, int workers) throws IOException {
    Files.createDirectories(home.resolve("jars")); // Spark asks for it; the class path has the jars
    int port = freePort();
    LocalCluster cluster = new LocalCluster(home, "spark://" + HOST + ":" + port);
    cluster.launch(
        "org.apache.spark.deploy.master.Master",
        "--host", HOST, "--port", "" + port, "--webui-port", "0");
    for (int i = 0; i < workers; i++) {
      cluster.launch(
          "org.apache.spark.deploy.worker.Worker",
          "--host", HOST, "--cores", "1", "--memory", "1g", "--webui-port", "0",
          "--work-dir", home.resolve("work" + i).toString(), cluster.master);
    }
    return cluster;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(HOST))) {
      return socket.getLocalPort();
    }
  }

  private void launch(String main, String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                main));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(home.resolve("log" + processes.size()).toFile());
    builder.environment().putAll(Map.of("SPARK_HOME", home.toString(), "SPARK_LOCAL_IP", HOST));
    processes.add(builder.start());
  }

  /** A session whose executors have one core each. */
  SparkSession session(Map<String, String> more) {
    SparkSession.Builder builder =
        SparkSession.builder()
            .master(master)
            .appName("miniai")
            .config("spark.driver.host", HOST)
            .config("spark.driver.bindAddress", HOST)
            .config("spark.ui.enabled", "false")
            .config("spark.executor.cores", "1")
            .config("spark.executor.memory", "600m")
            .config("spark.executorEnv.OMP_NUM_THREADS", "1")
            .config("spark.executor.extraClassPath", System.getProperty("java.class.path"))
            .config("spark.executor.extraJavaOptions", "-XX:+UseSerialGC")
            .config("spark.sql.shuffle.partitions", "2")
            .config("spark.sql.warehouse.dir", home.resolve("warehouse").toString());
    more.forEach(builder::config);
    return builder.getOrCreate();
  }

  /** Ends the process of an executor, without a chance to say goodbye. */
  boolean killAnExecutor(int which) {
    List<ProcessHandle> executors =
        processes.stream().flatMap(Process::descendants).toList();
    return !executors.isEmpty() && executors.get(which % executors.size()).destroyForcibly();
  }

  @Override
  public void close() {
    for (Process process : processes) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      try {
        process.waitFor(10, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
