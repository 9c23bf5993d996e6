package ai.miniai.bench;

import ai.miniai.bench.jmh.Kernel;
import ai.miniai.random.Seed;
import java.io.IOException;

/**
 * A program as users of this library write it: before it starts, nothing is set except what {@code
 * java -cp} needs.
 */
final class OwnProgram {
  private OwnProgram() {}

  /** The arguments for training this workload. */
  static String[] arguments(Workload workload) {
    return new String[] {
      workload.model().name(),
      Integer.toString(workload.batchSize()),
      Boolean.toString(workload.stats())
    };
  }

  /** The arguments for running this operation. */
  static String[] arguments(Kernel kernel) {
    return new String[] {kernel.name()};
  }

  public static void main(String... arguments) throws IOException {
    Seed.set(1);
    try (Contender loop = loop(arguments)) {
      Orders.follow(loop::imagesPerSecond);
    }
  }

  private static Contender loop(String... arguments) {
    if (arguments.length == 1) {
      return new KernelLoop(Kernel.valueOf(arguments[0]));
    }
    return new StepLoop(
        new Workload(
            Network.valueOf(arguments[0]),
            Integer.parseInt(arguments[1]),
            Boolean.parseBoolean(arguments[2])));
  }
}
