package ai.miniai.data;

/** Items cannot make a batch, because one differs from the first. */
final class UnlikeItemsException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  private final int position;

  UnlikeItemsException(int position, String message) {
    super(message);
    this.position = position;
  }

  /** Where in the batch the item is that differs. */
  int position() {
    return position;
  }
}
