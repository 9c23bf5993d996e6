package ai.miniai.data.fashion;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/** A web server on this machine that fails as it is told to. */
final class WebServer implements AutoCloseable {
  /** How to answer one request. */
  interface Answer {
    void give(HttpExchange exchange, byte[] file) throws IOException;
  }

  private final HttpServer server;
  private final Map<String, byte[]> files = new ConcurrentHashMap<>();
  private final Queue<Answer> next = new ConcurrentLinkedQueue<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();

  WebServer() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::handle);
    server.start();
  }

  URI home() {
    return URI.create(
        "http://"
            + server.getAddress().getHostString()
            + ":"
            + server.getAddress().getPort()
            + "/");
  }

  void serve(String name, byte[] file) {
    files.put(name, file);
  }

  /** Answers the next requests in this way; those after them as a good server does. */
  void answer(Answer... answers) {
    next.addAll(List.of(answers));
  }

  /** The requests so far, such as "a.gz" or "a.gz from 100". */
  List<String> requests() {
    return requests;
  }

  /** Says no. */
  static Answer status(int status) {
    return (exchange, file) -> exchange.sendResponseHeaders(status, -1);
  }

  /** Announces the whole file, sends its beginning, and hangs up. */
  static Answer cutAfter(int bytes) {
    return (exchange, file) -> {
      exchange.sendResponseHeaders(200, file.length);
      exchange.getResponseBody().write(file, 0, bytes);
      exchange.getResponseBody().flush();
    };
  }

  /** Sends something else. */
  static Answer content(byte[] other) {
    return (exchange, file) -> whole(exchange, other);
  }

  /** Sends the whole file, whatever part was asked for. */
  static void whole(HttpExchange exchange, byte[] file) throws IOException {
    exchange.sendResponseHeaders(200, file.length);
    exchange.getResponseBody().write(file);
  }

  private void handle(HttpExchange exchange) throws IOException {
    String name = exchange.getRequestURI().getPath().substring(1);
    int from = from(exchange);
    requests.add(from == 0 ? name : name + " from " + from);
    byte[] file = files.getOrDefault(name, new byte[0]);
    Answer answer = next.poll();
    try {
      if (answer != null) {
        answer.give(exchange, file);
      } else if (!files.containsKey(name)) {
        exchange.sendResponseHeaders(404, -1);
      } else if (from == 0) {
        whole(exchange, file);
      } else if (from >= file.length) {
        exchange.sendResponseHeaders(416, -1);
      } else {
        exchange
            .getResponseHeaders()
            .add("Content-Range", "bytes " + from + "-" + (file.length - 1) + "/" + file.length);
        exchange.sendResponseHeaders(206, file.length - from);
        OutputStream out = exchange.getResponseBody();
        out.write(file, from, file.length - from);
      }
    } finally {
      exchange.close();
    }
  }

  private static int from(HttpExchange exchange) {
    String range = exchange.getRequestHeaders().getFirst("Range");
    return range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
