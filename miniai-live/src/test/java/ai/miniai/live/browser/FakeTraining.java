package ai.miniai.live.browser;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.io.Resources;
import com.google.common.util.concurrent.Uninterruptibles;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Serves the page and says exactly what a test tells it to say, so that each answer of the page to
 * what it hears can be tested, also to what a real training says seldom.
 */
final class FakeTraining implements AutoCloseable {
  private static final String UPLOT_PROPERTIES =
      "META-INF/maven/org.webjars.npm/uplot/pom.properties";

  /** The same policy as that of the real page. */
  private static final String POLICY = "default-src 'self'; img-src 'self' data:";

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<OutputStream> listeners = new CopyOnWriteArrayList<>();
  private final List<String> commands = new CopyOnWriteArrayList<>();
  private final String uplot;
  private volatile String runs = "[]";
  private volatile String view = "{}";
  private volatile byte[] histogram = new byte[0];
  private volatile int status = 200;

  FakeTraining() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      Properties properties = new Properties();
      try (InputStream in = Resources.getResource(UPLOT_PROPERTIES).openStream()) {
        properties.load(in);
      }
      uplot = "META-INF/resources/webjars/uplot/" + properties.getProperty("version") + "/dist/";
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
  }

  /** What {@code /runs} lists. */
  FakeTraining runs(String json) {
    runs = json;
    return this;
  }

  /** The view of every run, and what a new listener hears first. */
  FakeTraining view(String json) {
    view = json;
    return this;
  }

  FakeTraining histogram(byte... bytes) {
    histogram = bytes;
    return this;
  }

  /** Refuses everything except the page itself with this status. */
  FakeTraining refuse(int status) {
    this.status = status;
    return this;
  }

  /** The commands that the page has sent. */
  List<String> commands() {
    return commands;
  }

  int listeners() {
    return listeners.size();
  }

  /** Tells all listeners. */
  void tell(String event, String data) {
    listeners.removeIf(listener -> !hears(listener, event, data));
  }

  private static boolean hears(OutputStream listener, String event, String data) {
    try {
      write(listener, event, data);
      return true;
    } catch (IOException gone) {
      return false;
    }
  }

  /** Cuts all connections of listeners in the middle. */
  void cut() {
    for (OutputStream listener : listeners) {
      try (listener) {
        listener.flush();
      } catch (IOException alreadyCut) {
        // that is what was wanted
      }
    }
    listeners.clear();
  }

  private static void write(OutputStream out, String event, String data) throws IOException {
    out.write(("event: " + event + "\ndata: " + data.replace("\n", "") + "\n\n").getBytes(UTF_8));
    out.flush();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    exchange.getResponseHeaders().set("Content-Security-Policy", POLICY);
    if (path.equals("/")) {
      send(exchange, "text/html; charset=utf-8", resource("ai/miniai/live/page/index.html"));
    } else if (path.startsWith("/page/")) {
      String file = path.substring("/page/".length());
      String type = path.endsWith(".css") ? "text/css" : "text/javascript";
      send(
          exchange,
          type + "; charset=utf-8",
          resource(
              file.startsWith("uplot/")
                  ? uplot + file.substring("uplot/".length())
                  : "ai/miniai/live/page/" + file));
    } else if (status != 200) {
      exchange.sendResponseHeaders(status, -1);
      exchange.close();
    } else {
      answerData(exchange, path);
    }
  }

  private void answerData(HttpExchange exchange, String path) throws IOException {
    if (path.equals("/runs")) {
      send(exchange, "application/json", runs.getBytes(UTF_8));
    } else if (path.endsWith("/view")) {
      send(exchange, "application/json", view.getBytes(UTF_8));
    } else if (path.endsWith("/histogram")) {
      send(exchange, "application/octet-stream", histogram);
    } else if (path.endsWith("/control")) {
      commands.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
      send(exchange, "application/json", "{}".getBytes(UTF_8));
    } else {
      exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
      exchange.sendResponseHeaders(200, 0);
      OutputStream out = exchange.getResponseBody();
      write(out, "view", view);
      listeners.add(out);
    }
  }

  private static byte[] resource(String path) throws IOException {
    return Resources.toByteArray(Resources.getResource(path));
  }

  private static void send(HttpExchange exchange, String type, byte... content) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(200, content.length == 0 ? -1 : content.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(content);
    }
  }

  @Override
  public void close() {
    cut();
    server.stop(0);
    threads.shutdownNow();
    Uninterruptibles.awaitTerminationUninterruptibly(threads);
  }
}
