package ai.miniai.bench;

import ai.miniai.bench.jmh.Kernel;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/**
 * Measures a program started with plain {@code java -cp}, compared with the same program with the
 * options and the environment that {@code ./miniai} gives to this process.
 *
 * @param workload the network and the batch size
 * @param race how often and for how long
 */
record PlainRun(Workload workload, Race race) {
  /**
   * Small operations: if they take a fraction of a millisecond, they depend most on how threads
   * wait.
   */
  private static final List<Kernel> KERNELS =
      List.of(Kernel.CONV_1_TO_8, Kernel.CONV_8_TO_16, Kernel.TANH);

  void run(PrintStream out) {
    out.printf(
        Locale.ROOT,
        "%s%njava -cp alone beside ./miniai's options and environment, images/s, %d rounds;"
            + " median [least, most]%n",
        Machine.describe(),
        race.rounds());
    measure(
        out,
        workload.model() + ", batch size " + workload.batchSize(),
        OwnProgram.arguments(workload));
    for (Kernel kernel : KERNELS) {
      measure(out, kernel + ", forward and backward", OwnProgram.arguments(kernel));
    }
  }

  private void measure(PrintStream out, String what, String... arguments) {
    try (Contender plain =
            new ChildContender("plain", ChildJvm.plain(OwnProgram.class, arguments));
        Contender tuned =
            new ChildContender("tuned", ChildJvm.asThisOne(OwnProgram.class, arguments))) {
      Rates rates = race.run(List.of(plain, tuned));
      out.printf("%n%s%n", what);
      out.printf("  java -cp   %s%n", rates.of(plain).text("%,.0f"));
      out.printf("  ./miniai   %s%n", rates.of(tuned).text("%,.0f"));
      out.printf("  ratio      %s%n", rates.of(plain).ratioTo(rates.of(tuned)).text("%.2f"));
    }
  }
}
