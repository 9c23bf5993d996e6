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

  /** The part of the runs that is kept aside while thresholds are chosen. */
  private static final double HELD_OUT = 0.5;

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

  /** Whether the run is kept aside: decided by a hash of its name, or by its network. */
  boolean isHeldOut() {
    int hash = Hashing.murmur3_32_fixed().hashString(id(), StandardCharsets.UTF_8).asInt();
    return network == Network.CNN_LAYER_NORM
        || Integer.toUnsignedLong(hash) < HELD_OUT * (1L << Integer.SIZE);
  }

  /** All runs in a mixed order, always the same, so that the first of them stand for all. */
  static ImmutableList<BatteryRun> all() {
    List<BatteryRun> runs = new ArrayList<>();
    for (Network network : Network.values()) {
      new Grid(network, runs::add).fill();
    }
    Collections.shuffle(runs, new Random(1));
    return ImmutableList.copyOf(runs);
  }
}
