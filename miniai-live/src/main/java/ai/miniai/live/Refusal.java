package ai.miniai.live;

/** Why a request is not answered: an HTTP status, and words for the reader. */
final class Refusal extends Exception {
  private static final long serialVersionUID = 1;

  private final int status;

  Refusal(int status, String words) {
    super(words, null, false, false);
    this.status = status;
  }

  int status() {
    return status;
  }
}
