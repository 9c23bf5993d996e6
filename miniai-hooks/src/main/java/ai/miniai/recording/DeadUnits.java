package ai.miniai.recording;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableSet;
import com.google.common.primitives.ImmutableIntArray;

/**
 * The units of a layer that were dead in a range of batches: in each of these batches, a dead unit
 * had the same output for all items and positions. So dead units are found whatever their constant
 * output is, even after a {@code GeneralRelu}, which shifts the outputs down. A unit is a channel
 * of [batch, channels, height, width], or a feature of [batch, …, features].
 *
 * @param units the number of units; 0 if it is not known, for example because a unit had a single
 *     value only
 * @param dead the indices of the dead units, in increasing order
 */
public record DeadUnits(int units, ImmutableIntArray dead) {
  /** For a layer that was not examined. */
  public static final DeadUnits UNKNOWN = new DeadUnits(0, ImmutableIntArray.of());

  /** Throws an {@link IllegalArgumentException} if an index is out of range. */
  public DeadUnits {
    for (int i = 0; i < dead.length(); i++) {
      checkArgument(
          dead.get(i) > (i == 0 ? -1 : dead.get(i - 1)) && dead.get(i) < units,
          "dead units are numbers from 0 to %s in rising order, not %s",
          units - 1,
          dead);
    }
  }

  /** From one number per unit, which is 0 for units that are alive. */
  static DeadUnits of(double... constant) {
    ImmutableIntArray.Builder dead = ImmutableIntArray.builder();
    for (int unit = 0; unit < constant.length; unit++) {
      if (constant[unit] != 0) {
        dead.add(unit);
      }
    }
    return new DeadUnits(constant.length, dead.build());
  }

  /**
   * The units that are dead in both ranges. If the numbers of units differ, the larger one is used.
   */
  public DeadUnits combine(DeadUnits other) {
    if (units == 0 || other.units == 0) {
      return units == 0 ? other : this;
    }
    if (equals(other)) {
      return this;
    }
    return new DeadUnits(
        Math.max(units, other.units),
        ImmutableIntArray.copyOf(
            dead.stream().filter(ImmutableSet.copyOf(other.dead.asList())::contains)));
  }

  /** The share of dead units, from 0 to 1; NaN if the number of units is not known. */
  public double share() {
    return units == 0 ? Double.NaN : (double) dead.length() / units;
  }
}
