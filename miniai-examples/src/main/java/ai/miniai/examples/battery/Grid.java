package ai.miniai.examples.battery;

import java.util.function.Consumer;

/**
 * The runs of one network: learning rates from too low to too high, good and bad initial weights,
 * and faults.
 */
final class Grid {
  private static final int BATCH = 100;
  private static final int LARGE_BATCH = 400;

  private final Network network;
  private final Consumer<BatteryRun> runs;
  private long seed;

  /** {@code seed}: the first seed; each run uses the next one. */
  Grid(Network network, long seed, Consumer<BatteryRun> runs) {
    this.network = network;
    this.runs = runs;
    this.seed = seed;
  }

  void fill() {
    for (double lr : new double[] {1e-4, 0.01, 0.1, 0.3, 0.6, 2}) {
      add(Start.DEFAULT, Stepping.SGD, lr);
    }
    for (double lr : new double[] {0.05, 0.6}) {
      add(Start.KAIMING, Stepping.SGD, lr);
      add(Start.KAIMING, Stepping.MOMENTUM, lr);
    }
    for (double lr : new double[] {1e-5, 1e-3, 3e-3, 0.02, 0.2}) {
      add(Start.DEFAULT, Stepping.ADAMW, lr);
    }
    add(Start.KAIMING, Stepping.ADAMW, 1e-3);
    add(Start.KAIMING, Stepping.ADAMW, 3e-3);
    for (Start start : new Start[] {Start.TINY, Start.HUGE}) {
      add(start, Stepping.SGD, 0.1);
      add(start, Stepping.ADAMW, 1e-3);
    }
    for (Ailment ailment : Ailment.values()) {
      if (ailment != Ailment.NONE) {
        add(Start.DEFAULT, Stepping.ADAMW, 2e-3, ailment, BATCH);
      }
    }
    add(Start.DEFAULT, Stepping.SGD, 0.6, Ailment.NONE, LARGE_BATCH);
    add(Start.KAIMING, Stepping.ADAMW, 5e-3, Ailment.NONE, LARGE_BATCH);
  }

  private void add(Start start, Stepping stepping, double lr) {
    add(start, stepping, lr, Ailment.NONE, BATCH);
  }

  private void add(Start start, Stepping stepping, double lr, Ailment ailment, int batchSize) {
    runs.accept(new BatteryRun(network, start, stepping, lr, ailment, batchSize, ++seed));
  }
}
