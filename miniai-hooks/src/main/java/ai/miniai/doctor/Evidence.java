package ai.miniai.doctor;

/**
 * A number that shows a finding.
 *
 * @param name what it is, such as "share of dead units"
 * @param value the number
 * @param unit how to read it
 */
public record Evidence(String name, double value, Unit unit) {
  /** How a number is read. */
  public enum Unit {
    /** A whole number of things. */
    COUNT,
    /** The index of a training batch, from 0. */
    BATCH,
    /** A fraction from 0 to 1. */
    SHARE,
    /** A quotient of two numbers of the same unit. */
    RATIO,
    /** A loss, or another number without a unit. */
    VALUE
  }

  /** The number as text: whole numbers whole, shares in percent, others with three digits. */
  public String text() {
    return switch (unit) {
      case COUNT, BATCH -> Numbers.whole(value);
      case SHARE -> Numbers.percent(value);
      case RATIO, VALUE -> Numbers.text(value);
    };
  }
}
