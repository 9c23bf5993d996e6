package ai.miniai.data;

/** A data set could not give an item; the cause says why. */
public final class SampleException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int index;

  SampleException(int index, Throwable cause) {
    super("the data set could not give sample " + index + ": " + text(cause), cause);
    this.index = index;
  }

  /** The message of a user's exception, which may itself throw an exception. */
  static String text(Throwable thrown) {
    try {
      return thrown.toString();
    } catch (Throwable e) {
      return thrown.getClass().getName();
    }
  }

  /** The index of the item that was requested. */
  public int index() {
    return index;
  }
}
