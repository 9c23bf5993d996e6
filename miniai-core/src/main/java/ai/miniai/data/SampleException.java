package ai.miniai.data;

/** A data set could not give an item; the cause says why. */
public final class SampleException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int index;

  SampleException(int index, Throwable cause) {
    super("the data set could not give sample " + index + ": " + cause, cause);
    this.index = index;
  }

  /** The index that the data set was asked for. */
  public int index() {
    return index;
  }
}
