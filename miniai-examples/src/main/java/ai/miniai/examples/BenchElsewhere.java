package ai.miniai.examples;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Lists the command of miniai-bench in the help, and says where it is if it is called. */
@Command(
    name = "bench",
    description = "Compare the speed of training with DL4J's and PyTorch's (module miniai-bench).")
final class BenchElsewhere implements Callable<Integer> {
  @Override
  public Integer call() {
    throw new IllegalStateException(
        "bench is in the module miniai-bench, which is not on the classpath: run ./miniai bench");
  }
}
