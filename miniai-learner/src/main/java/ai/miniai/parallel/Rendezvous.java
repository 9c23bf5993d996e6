package ai.miniai.parallel;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.net.HostAndPort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Where the ranks of a training on several machines find each other. Each listens, tells the others
 * its address by other means, and connects.
 *
 * <pre>{@code
 * try (Rendezvous here = Rendezvous.listen("10.0.0.5", secret)) {
 *   List<String> addresses = tellTheOthers(here.address());
 *   try (AllReduce ranks = here.connect(rank, addresses, Duration.ofMinutes(2))) {
 *     ...
 *   }
 * }
 * }</pre>
 *
 * <p>Both ends of a connection prove that they know the secret. What they send after that is
 * neither encrypted nor signed: it belongs into a network that strangers cannot read.
 */
public final class Rendezvous implements AutoCloseable {
  private static final Duration HANDSHAKE = Duration.ofSeconds(10);
  private static final long PAUSE_MILLIS = 50;

  private final ServerSocket server;
  private final String host;
  private final Handshake handshake;

  private Rendezvous(ServerSocket server, String host, Handshake handshake) {
    this.server = server;
    this.host = host;
    this.handshake = handshake;
  }

  /**
   * Listens at a free port.
   *
   * @param host the name or address of this machine under which the others reach it; only
   *     connections to it are taken
   * @param secret the same on all ranks, and new for each attempt
   * @throws UncheckedIOException if that is not possible
   */
  public static Rendezvous listen(String host, String secret) {
    checkArgument(!secret.isEmpty(), "the secret is empty: take a long random text");
    try {
      ServerSocket server = new ServerSocket();
      try {
        server.bind(new InetSocketAddress(InetAddress.getByName(host), 0), Short.MAX_VALUE);
        return new Rendezvous(server, host, new Handshake(secret));
      } catch (IOException e) {
        server.close();
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot listen at " + host + ": " + e.getMessage(), e);
    }
  }

  /** The address for the others, as {@code host:port}. */
  public String address() {
    return HostAndPort.fromParts(host, server.getLocalPort()).toString();
  }

  /**
   * Connects this rank with all others: it calls those before it, and waits for calls of those
   * after it.
   *
   * @param rank the number of this rank, the place of its address in the list
   * @param addresses of all ranks
   * @param timeout how long this rank waits for another, now and later
   * @throws PeerException if another rank cannot be reached in time
   */
  public AllReduce connect(int rank, List<String> addresses, Duration timeout) {
    checkArgument(
        0 <= rank && rank < addresses.size(),
        "there is no rank %s among %s addresses",
        rank,
        addresses.size());
    long end = System.nanoTime() + timeout.toNanos();
    List<@Nullable Socket> sockets =
        new ArrayList<>(Collections.nCopies(addresses.size(), (Socket) null));
    boolean connected = false;
    try {
      for (int peer = 0; peer < rank; peer++) {
        sockets.set(peer, call(rank, peer, addresses.get(peer), end));
      }
      while (sockets.subList(rank + 1, sockets.size()).contains(null)) {
        accept(rank, sockets, end);
      }
      connected = true;
      return new AllReduce(new SocketLinks(rank, sockets, timeout));
    } finally {
      if (!connected) {
        sockets.forEach(Rendezvous::close);
      }
    }
  }

  private Socket call(int rank, int peer, String address, long end) {
    HostAndPort place = HostAndPort.fromString(address);
    while (true) {
      Socket socket = new Socket();
      try {
        socket.setTcpNoDelay(true);
        socket.connect(new InetSocketAddress(place.getHost(), place.getPort()), millisUntil(end));
        socket.setSoTimeout(millisUntil(end));
        handshake.call(socket, rank);
        socket.setSoTimeout(0);
        return socket;
      } catch (IOException e) {
        close(socket);
        if (System.nanoTime() - end + PAUSE_MILLIS * 1_000_000 > 0) {
          throw new PeerException(peer, "cannot be reached at " + address + ": " + e.getMessage());
        }
        pause(peer);
      }
    }
  }

  private static void pause(int peer) {
    try {
      Thread.sleep(PAUSE_MILLIS); // the other rank may not listen yet
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PeerException(peer, "was being called when this thread was interrupted");
    }
  }

  /** Takes a call. One of a stranger, or of a rank that has given up, is dropped. */
  private void accept(int rank, List<@Nullable Socket> sockets, long end) {
    Socket socket = null;
    boolean kept = false;
    try {
      server.setSoTimeout(millisUntil(end));
      socket = server.accept();
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(Math.min(millisUntil(end), (int) HANDSHAKE.toMillis()));
      int caller = handshake.answer(socket);
      socket.setSoTimeout(0);
      if (caller > rank && caller < sockets.size()) {
        close(sockets.set(caller, socket));
        kept = true;
      }
    } catch (IOException e) {
      int missing =
          IntStream.range(rank + 1, sockets.size())
              .filter(peer -> sockets.get(peer) == null)
              .findFirst()
              .orElseThrow();
      if (socket == null && (e instanceof SocketTimeoutException || server.isClosed())) {
        throw new PeerException(missing, "has not called in time: has its task been started?");
      }
    } finally {
      if (!kept) {
        close(socket);
      }
    }
  }

  private static int millisUntil(long end) {
    return (int) Math.max(1, Math.min(Integer.MAX_VALUE, (end - System.nanoTime()) / 1_000_000));
  }

  private static void close(@Nullable Socket socket) {
    if (socket != null) {
      try {
        socket.close();
      } catch (IOException e) {
        // It was not used.
      }
    }
  }

  /** Stops listening; connections stay. */
  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
