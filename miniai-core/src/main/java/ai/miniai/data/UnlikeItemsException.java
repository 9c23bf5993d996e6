package ai.miniai.data;

/** Items cannot be combined into a batch, because one differs from the first. */
final class UnlikeItemsException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  private final int position;

  UnlikeItemsException(int position, String message) {
    super(message);
    this.position = position;
  }

  /** The position in the batch of the item that differs. */
  int position() {
    return position;
  }
}
