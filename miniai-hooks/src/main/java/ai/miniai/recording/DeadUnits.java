package ai.miniai.recording;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableSet;
import com.google.common.primitives.ImmutableIntArray;

/**
 * The units of a layer that did nothing in a stretch of batches: in each of these batches, a dead
 * unit put out the same value for all items and places. So a dead unit is found whatever its
 * resting value is, also behind a {@code GeneralRelu} that moves everything down. A unit is a
 * channel of [batch, channels, height, width], or a feature of [batch, …, features].
 *
 * @param units the number of units; 0 if it is not known, as where a unit had one value only
 * @param dead the numbers of those that are dead, rising
 */
public record DeadUnits(int units, ImmutableIntArray dead) {
  /** Of a layer that was not looked at. */
  public static final DeadUnits UNKNOWN = new DeadUnits(0, ImmutableIntArray.of());

  /** Fails with an {@link IllegalArgumentException} if there are no such units. */
  public DeadUnits {
    for (int i = 0; i < dead.length(); i++) {
      checkArgument(
          dead.get(i) > (i == 0 ? -1 : dead.get(i - 1)) && dead.get(i) < units,
          "dead units are numbers from 0 to %s in rising order, not %s",
          units - 1,
          dead);
    }
  }

  /** From a number for each unit, which is 0 for those that are alive. */
  static DeadUnits of(double... constant) {
    ImmutableIntArray.Builder dead = ImmutableIntArray.builder();
    for (int unit = 0; unit < constant.length; unit++) {
      if (constant[unit] != 0) {
        dead.add(unit);
      }
    }
    return new DeadUnits(constant.length, dead.build());
  }

  /** Those that are dead in both stretches. If the number of units differs, it is the greater. */
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
