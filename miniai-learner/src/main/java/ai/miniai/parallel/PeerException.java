package ai.miniai.parallel;

/** Another rank has failed, has gone or has not answered in time. The message names it. */
public final class PeerException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int peer;

  PeerException(int peer, String what) {
    super("rank " + peer + " " + what);
    this.peer = peer;
  }

  /** The rank that failed, from 0. */
  public int peer() {
    return peer;
  }
}
