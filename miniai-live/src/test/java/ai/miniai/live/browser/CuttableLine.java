package ai.miniai.live.browser;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Stands between a browser and a server, and can cut what they say in the middle. */
final class CuttableLine implements AutoCloseable {
  private static final int BUFFER = 1 << 16;

  private final ServerSocket door;
  private final int server;
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();

  /** A line to the server of this address. */
  CuttableLine(String url) {
    try {
      door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    server = URI.create(url).getPort();
    threads.execute(this::accept);
  }

  /** An address of the server as this end of the line. */
  String address(String url) {
    return url.replace(":" + server, ":" + door.getLocalPort());
  }

  /** Cuts all connections. New ones can be made at once. */
  void cut() {
    List<Socket> all = List.copyOf(open);
    open.clear();
    all.forEach(CuttableLine::close);
  }

  private void accept() {
    while (!door.isClosed()) {
      try {
        Socket browser = door.accept();
        Socket there = new Socket(InetAddress.getLoopbackAddress(), server);
        open.add(browser);
        open.add(there);
        threads.execute(() -> pass(browser, there, true));
        threads.execute(() -> pass(there, browser, false));
      } catch (IOException closed) {
        return;
      }
    }
  }

  /** The server accepts requests only to its own port, so that one is named to it. */
  private void pass(Socket from, Socket to, boolean request) {
    byte[] buffer = new byte[BUFFER];
    try (InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        String text = new String(buffer, 0, n, ISO_8859_1);
        out.write(
            (request ? text.replace(":" + door.getLocalPort(), ":" + server) : text)
                .getBytes(ISO_8859_1));
        out.flush();
      }
    } catch (IOException cut) {
      close(from);
    }
    close(to);
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Override
  public void close() throws IOException {
    door.close();
    cut();
    threads.shutdownNow();
  }
}
