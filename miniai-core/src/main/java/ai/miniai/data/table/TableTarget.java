package ai.miniai.data.table;

/**
 * The column that is to be predicted.
 *
 * @param column its name
 * @param kind what it contains
 */
public record TableTarget(String column, Kind kind) {
  /** What a target is. */
  public enum Kind {
    /** The name of a class. */
    CLASS,
    /** A number. */
    NUMBER
  }
}
