package ai.miniai.recording;

/**
 * The least and the greatest of several numbers; NaN if none of them is finite.
 *
 * @param least the smallest finite one
 * @param greatest the largest finite one
 */
public record Extremes(double least, double greatest) {
  /** Infinities become NaN. */
  public Extremes {
    least = Double.isFinite(least) ? least : Double.NaN;
    greatest = Double.isFinite(greatest) ? greatest : Double.NaN;
  }

  /** The extremes of both. */
  Extremes combine(Extremes other) {
    if (Double.isNaN(least) || Double.isNaN(other.least)) {
      return Double.isNaN(least) ? other : this;
    }
    return new Extremes(Math.min(least, other.least), Math.max(greatest, other.greatest));
  }
}
