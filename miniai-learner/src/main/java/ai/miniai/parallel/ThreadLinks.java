package ai.miniai.parallel;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Links between threads: a message goes straight into the inbox of the other rank. */
final class ThreadLinks implements Links {
  private final int rank;
  private final List<Inbox> inboxes;

  private ThreadLinks(int rank, List<Inbox> inboxes) {
    this.rank = rank;
    this.inboxes = inboxes;
  }

  /** The links of each of {@code size} ranks. */
  static List<Links> connect(int size, Duration timeout) {
    List<Inbox> inboxes = Stream.generate(() -> new Inbox(size, timeout)).limit(size).toList();
    return IntStream.range(0, size)
        .<Links>mapToObj(rank -> new ThreadLinks(rank, inboxes))
        .toList();
  }

  @Override
  public int rank() {
    return rank;
  }

  @Override
  public int size() {
    return inboxes.size();
  }

  @Override
  public void send(int to, ByteBuffer message) {
    inboxes.get(to).put(rank, message);
  }

  @Override
  public ByteBuffer receive(int from) {
    return inboxes.get(rank).take(from);
  }

  @Override
  public void abort(String reason) {
    PeerException failure = new PeerException(rank, "has failed: " + reason);
    IntStream.range(0, size())
        .filter(peer -> peer != rank)
        .forEach(peer -> inboxes.get(peer).abort(failure));
  }

  @Override
  public void close() {
    PeerException gone = new PeerException(rank, "has gone");
    inboxes.forEach(inbox -> inbox.end(rank, gone));
  }
}
