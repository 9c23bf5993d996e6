package ai.miniai.examples.battery;

import ai.miniai.examples.battery.record.Part;
import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * One training run of the battery.
 *
 * @param network also defines the task: runs of one network are compared with the best of them
 * @param lr the learning rate
 * @param batchSize the number of images in a training batch
 * @param seed the seed of all random numbers
 */
record BatteryRun(
    Network network,
    Start start,
    Stepping stepping,
    double lr,
    Ailment ailment,
    int batchSize,
    long seed) {
  /** The number of training images in each epoch. */
  static final int IMAGES = 8_000;

  /** The number of validation images. */
  static final int CHECKS = 2_000;

  static final int EPOCHS = 2;

  /** Runs of the fresh part have seeds from here on, the others from 1,000 on. */
  private static final long FRESH_SEEDS = 11_000;

  /** The number of fresh runs whose networks are also in the other parts. */
  private static final int FRESH_OF_OLD_NETWORKS = 48;

  /** The name of the run, from which the file name is derived. */
  String id() {
    return String.format(
            Locale.ROOT,
            "%s-%s-%s-%s-%s-b%d-s%d",
            network,
            start,
            stepping,
            lr,
            ailment,
            batchSize,
            seed)
        .toLowerCase(Locale.ROOT);
  }

  /** Determined by the seed, by a hash of the name, or by the network. */
  Part part() {
    if (seed > FRESH_SEEDS) {
      return Part.FRESH;
    }
    return network == Network.CNN_LAYER_NORM ? Part.HELD_OUT : Part.of(id());
  }

  /** All runs, the fresh ones last, in a shuffled order that is always the same. */
  static ImmutableList<BatteryRun> all() {
    List<BatteryRun> fresh = mixed(FRESH_SEEDS, false).subList(0, FRESH_OF_OLD_NETWORKS);
    return ImmutableList.<BatteryRun>builder()
        .addAll(mixed(1_000, false))
        .addAll(fresh)
        .addAll(mixed(FRESH_SEEDS, true))
        .build();
  }

  /** The grids of all new networks, or of all others, in shuffled order. */
  private static List<BatteryRun> mixed(long firstSeed, boolean ofNewNetworks) {
    List<BatteryRun> runs = new ArrayList<>();
    long seed = firstSeed;
    for (Network network : Network.values()) {
      if (network.isNew() == ofNewNetworks) {
        new Grid(network, seed, runs::add).fill();
      }
      seed += 100;
    }
    Collections.shuffle(runs, new Random(firstSeed / 1_000));
    return runs;
  }
}
