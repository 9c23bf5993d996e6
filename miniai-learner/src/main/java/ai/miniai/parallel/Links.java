package ai.miniai.parallel;

import java.nio.ByteBuffer;

/** The links from one rank to all others. Messages arrive whole, and in the order of sending. */
interface Links extends AutoCloseable {
  int rank();

  int size();

  /** What a link may write in front of a message, so that both leave in one packet. */
  int PREFIX_BYTES = Integer.BYTES;

  /** An empty message with room for so many bytes. */
  static ByteBuffer message(int bytes) {
    return ByteBuffer.allocate(PREFIX_BYTES + bytes).position(PREFIX_BYTES).slice();
  }

  /**
   * Sends what remains in {@code message}, which nobody may change afterwards.
   *
   * @param message a whole one made by {@link #message}
   * @throws PeerException if the other rank has gone
   */
  void send(int to, ByteBuffer message);

  /**
   * The next message from another rank.
   *
   * @throws PeerException if that rank has gone or does not answer in time, or if any has aborted
   */
  ByteBuffer receive(int from);

  /** Ends the training of all ranks: their next {@link #receive} fails with {@code reason}. */
  void abort(String reason);

  /** Ends the links. What has been sent still arrives. */
  @Override
  void close();
}
