package ai.miniai.parallel;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.util.concurrent.Uninterruptibles;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Links over TCP. A message is its length in four bytes and its bytes; a negative length is that of
 * the reason of an abort. A thread per connection reads, so that two ranks that send at once do not
 * wait for each other.
 */
final class SocketLinks implements Links {
  /** Of a reader's buffer, and the most of an abort's reason. */
  private static final int SMALL = 1 << 14;

  /** Twice the most that a rank has to send at once. */
  private static final int LONGEST = 1 << 30;

  private static final Duration GLANCE = Duration.ofMillis(500);

  private static final Duration FAREWELL = Duration.ofSeconds(5);

  private final int rank;
  private final List<@Nullable Socket> sockets;
  private final Inbox inbox;
  private final Duration timeout;

  /** When a write to each rank must have ended, in System.nanoTime(); 0 without one. */
  private final AtomicLongArray deadlines;

  private volatile boolean closed;

  /** {@code sockets}: one for each rank, null for the own one. */
  SocketLinks(int rank, List<@Nullable Socket> sockets, Duration timeout) {
    this.rank = rank;
    this.sockets = sockets;
    this.timeout = timeout;
    this.inbox = new Inbox(sockets.size(), timeout);
    this.deadlines = new AtomicLongArray(sockets.size());
    others().forEach(peer -> start("miniai-from-rank-" + peer, () -> read(peer)));
    start("miniai-watch-of-rank-" + rank, this::watch);
  }

  private static void start(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  private IntStream others() {
    return IntStream.range(0, size()).filter(peer -> peer != rank);
  }

  private Socket socket(int peer) {
    Socket socket = sockets.get(peer);
    if (socket == null) {
      throw new IllegalArgumentException("rank " + peer + " has no connection to itself");
    }
    return socket;
  }

  @Override
  public int rank() {
    return rank;
  }

  @Override
  public int size() {
    return sockets.size();
  }

  @Override
  public void send(int to, ByteBuffer message) {
    try {
      write(to, message.remaining(), message);
    } catch (IOException e) {
      // An abort that has arrived before tells more.
      inbox.end(to, new PeerException(to, "takes no more messages: " + e.getMessage()));
    }
  }

  /** The head takes the place in front of the message. */
  private void write(int to, int head, ByteBuffer message) throws IOException {
    Socket socket = socket(to);
    int begin = message.arrayOffset() + message.position() - Links.PREFIX_BYTES;
    synchronized (socket) {
      deadlines.set(to, System.nanoTime() + timeout.toNanos());
      try {
        ByteBuffer.wrap(message.array()).putInt(begin, head);
        socket
            .getOutputStream()
            .write(message.array(), begin, Links.PREFIX_BYTES + message.remaining());
      } finally {
        deadlines.set(to, 0);
      }
    }
  }

  /** Ends a connection whose other end takes nothing: a write would wait for ever. */
  private void watch() {
    while (!closed) {
      Uninterruptibles.sleepUninterruptibly(GLANCE);
      others()
          .filter(peer -> deadlines.get(peer) != 0 && System.nanoTime() - deadlines.get(peer) > 0)
          .forEach(
              peer -> {
                inbox.end(
                    peer,
                    new PeerException(
                        peer, "has taken no message for " + timeout.toSeconds() + " s"));
                hangUp(peer);
              });
    }
    Uninterruptibles.sleepUninterruptibly(FAREWELL);
    others().forEach(this::hangUp);
  }

  private void read(int from) {
    try {
      DataInputStream in =
          new DataInputStream(new BufferedInputStream(socket(from).getInputStream(), SMALL));
      while (true) {
        int length = in.readInt();
        if (Math.abs((long) length) > LONGEST) {
          throw new SocketException("a message of " + length + " bytes is too long");
        }
        byte[] message = new byte[Math.abs(length)];
        in.readFully(message);
        if (length < 0) {
          inbox.abort(new PeerException(from, "has failed: " + new String(message, UTF_8)));
          return;
        }
        inbox.put(from, ByteBuffer.wrap(message));
      }
    } catch (IOException e) {
      inbox.end(from, new PeerException(from, "has gone: its process or its machine has ended"));
    }
  }

  @Override
  public ByteBuffer receive(int from) {
    return inbox.take(from);
  }

  @Override
  public void abort(String reason) {
    byte[] text = ("." + reason).getBytes(UTF_8);
    byte[] bounded = Arrays.copyOfRange(text, 1, Math.min(text.length, SMALL));
    byte[] message = bounded.length == 0 ? new byte[] {'?'} : bounded;
    others()
        .forEach(
            peer -> {
              try {
                write(peer, -message.length, Links.message(message.length).put(message).flip());
              } catch (IOException e) {
                hangUp(peer); // it has gone already
              }
            });
  }

  private void hangUp(int peer) {
    try {
      socket(peer).close();
    } catch (IOException e) {
      // Nothing is lost: what has been sent is on its way.
    }
  }

  /**
   * Ends the sending at once and the receiving later: closing a connection with unread messages
   * would take back those that the other end has not read yet.
   */
  @Override
  public void close() {
    closed = true;
    others()
        .forEach(
            peer -> {
              try {
                socket(peer).shutdownOutput();
              } catch (IOException e) {
                hangUp(peer); // the other end has gone already
              }
            });
  }
}
