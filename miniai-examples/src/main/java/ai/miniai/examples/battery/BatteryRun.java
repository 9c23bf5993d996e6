package ai.miniai.examples.battery;

import com.google.common.collect.ImmutableList;
import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * One training of the battery.
 *
 * @param network also the recipe: runs of one network are compared with the best of them
 * @param lr the learning rate
 * @param batchSize images in a training batch
 * @param seed of all random numbers
 */
record BatteryRun(
    Network network,
    Start start,
    Stepping stepping,
    double lr,
    Ailment ailment,
    int batchSize,
    long seed) {
  /** How many images a run learns from in each of its epochs. */
  static final int IMAGES = 8_000;

  /** The images on which it is checked after each epoch. */
  static final int CHECKS = 2_000;

  static final int EPOCHS = 2;

  /** The part of the first runs that was kept aside while thresholds were chosen. */
  private static final double HELD_OUT = 0.5;

  /** Runs of the fresh part have seeds from here on, those before them from 1,000 on. */
  private static final long FRESH_SEEDS = 11_000;

  /** How many of the fresh runs are of networks that the other parts have too. */
  private static final int FRESH_OF_OLD_NETWORKS = 48;

  /** What a run served for. */
  enum Part {
    /** Thresholds were chosen with a look at it. */
    SEEN,
    /** It was kept aside then, and looked at when the doctor was judged for the first time. */
    HELD_OUT,
    /** It was trained for the second judgement, and never looked at before. */
    FRESH
  }

  /** The name, of which a file name is made. */
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

  /** Decided by the seed, by a hash of the name, or by the network. */
  Part part() {
    if (seed > FRESH_SEEDS) {
      return Part.FRESH;
    }
    int hash = Hashing.murmur3_32_fixed().hashString(id(), StandardCharsets.UTF_8).asInt();
    return network == Network.CNN_LAYER_NORM
            || Integer.toUnsignedLong(hash) < HELD_OUT * (1L << Integer.SIZE)
        ? Part.HELD_OUT
        : Part.SEEN;
  }

  /** All runs, the fresh ones last, in an order that is mixed and always the same. */
  static ImmutableList<BatteryRun> all() {
    List<BatteryRun> fresh = mixed(FRESH_SEEDS, false).subList(0, FRESH_OF_OLD_NETWORKS);
    return ImmutableList.<BatteryRun>builder()
        .addAll(mixed(1_000, false))
        .addAll(fresh)
        .addAll(mixed(FRESH_SEEDS, true))
        .build();
  }

  /** The grids of all new networks, or of all others, in a mixed order. */
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
