package ai.miniai.live;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.base.Splitter;
import com.google.common.io.ByteStreams;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/**
 * Serves the page and the data of its runs over HTTP, on threads that do not keep the program from
 * ending. {@code docs/live.md} lists the addresses.
 */
final class PageServer implements AutoCloseable {
  private static final Splitter PARTS = Splitter.on('/').omitEmptyStrings();
  private static final String JSON = "application/json";

  private final Runs runs;
  private final Controls controls;
  private final Token token = new Token();
  private final Workers workers = new Workers("miniai live page");
  private final HttpServer server;
  private final Gate gate;
  private final String host;

  /**
   * Starts to serve.
   *
   * @param host the address to listen at, such as "127.0.0.1"
   * @param port 0 for any free port
   * @throws IOException if it cannot listen there
   */
  PageServer(String host, int port, Runs runs, Controls controls) throws IOException {
    this.runs = runs;
    this.controls = controls;
    this.host = host.contains(":") ? "[" + host + "]" : host;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getByName(host), port), 0);
    gate = new Gate(token, this.host, server.getAddress().getPort());
    server.createContext("/", this::handle);
    workers.start(server);
  }

  /** The address for a browser, with the token. */
  String url() {
    return "http://" + host + ":" + server.getAddress().getPort() + "/?token=" + token.text();
  }

  /** Stops to serve; browsers keep what they have. */
  @Override
  public void close() {
    server.stop(0);
    workers.close();
  }

  // ---------------------------------------------------------------- requests

  private void handle(HttpExchange exchange) throws IOException {
    Future<?> hangingUp = workers.hangUpLater(exchange);
    try {
      answer(exchange, hangingUp);
    } catch (Refusal refusal) {
      sendText(exchange, refusal);
    } catch (IllegalArgumentException bad) {
      sendText(exchange, new Refusal(400, String.valueOf(bad.getMessage())));
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    } finally {
      hangingUp.cancel(false);
      exchange.close();
    }
  }

  private void answer(HttpExchange exchange, Future<?> hangingUp)
      throws Refusal, IOException, InterruptedException {
    String path = exchange.getRequestURI().getPath();
    List<String> parts = PARTS.splitToList(path);
    boolean control = parts.size() == 3 && parts.get(2).equals("control");
    gate.check(exchange, control);
    checkMethod(exchange, control ? "POST" : "GET");
    if (path.equals("/")) {
      sendFile(exchange, PageFiles.INDEX);
    } else if (path.equals("/runs")) {
      send(exchange, JSON, runs.json());
    } else if (parts.size() == 3 && parts.get(0).equals("runs")) {
      RunFeed feed =
          runs.find(parts.get(1)).orElseThrow(() -> unknown("run \"" + parts.get(1) + "\""));
      switch (parts.get(2)) {
        case "view" -> send(exchange, JSON, feed.view());
        case "histogram" -> sendHistogram(exchange, feed);
        case "control" -> control(exchange, feed);
        case "events" -> {
          hangingUp.cancel(false);
          stream(exchange, feed);
        }
        default -> throw unknown("address " + path);
      }
    } else {
      sendFile(exchange, path);
    }
  }

  private static void checkMethod(HttpExchange exchange, String wanted) throws Refusal {
    if (!exchange.getRequestMethod().equals(wanted)) {
      exchange.getResponseHeaders().set("Allow", wanted);
      throw new Refusal(405, "this address answers " + wanted + " only");
    }
  }

  private static Refusal unknown(String what) {
    return new Refusal(404, "there is no " + what);
  }

  private void control(HttpExchange exchange, RunFeed feed) throws Refusal, IOException {
    if (!feed.hasControls()) {
      throw new Refusal(405, "this page only shows; new LivePage().control() lets it act");
    }
    if (feed.newest().progress().state().isOver()) {
      throw new Refusal(409, "this run is over");
    }
    Wish wish = Wish.read(exchange.getRequestBody());
    controls.ask(wish.action(), wish.value());
    send(exchange, JSON, "{}".getBytes(UTF_8));
  }

  private static void sendHistogram(HttpExchange exchange, RunFeed feed)
      throws Refusal, IOException {
    Map<String, String> query = query(exchange);
    String quantity = query.getOrDefault("quantity", "");
    String layer = query.getOrDefault("layer", "");
    MergedLayer.Histogram histogram =
        feed.histogram(quantity, layer)
            .orElseThrow(() -> unknown("recording of " + quantity + " of \"" + layer + "\""));
    exchange.getResponseHeaders().set("X-Columns", String.valueOf(histogram.columns()));
    send(exchange, "application/octet-stream", histogram.bytes());
  }

  private static Map<String, String> query(HttpExchange exchange) {
    String query = Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse("");
    return Splitter.on('&')
        .splitToStream(query)
        .map(pair -> Splitter.on('=').limit(2).splitToList(pair))
        .filter(pair -> pair.size() == 2)
        .collect(
            Collectors.toMap(
                pair -> pair.get(0),
                pair -> URLDecoder.decode(pair.get(1), UTF_8),
                (first, again) -> again));
  }

  // ---------------------------------------------------------------- events

  private void stream(HttpExchange exchange, RunFeed feed)
      throws Refusal, IOException, InterruptedException {
    if (!workers.streams().tryAcquire()) {
      throw new Refusal(503, "too many browsers follow already: close one");
    }
    feed.join();
    try {
      exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
      exchange.sendResponseHeaders(200, 0);
      long last = lastEvent(exchange);
      new EventStream(runs.bell(), feed, last, new PatientOutput(exchange, workers)).run();
    } finally {
      feed.leave();
      workers.streams().release();
    }
  }

  /** The last event that the browser has seen; 0 if it has seen none. */
  private static long lastEvent(HttpExchange exchange) {
    String id = exchange.getRequestHeaders().getFirst("Last-Event-ID");
    return id != null && id.matches("\\d{1,18}") ? Long.parseLong(id) : 0;
  }

  // ---------------------------------------------------------------- answers

  private static void sendFile(HttpExchange exchange, String path) throws Refusal, IOException {
    byte[] file = PageFiles.find(path).orElseThrow(() -> unknown("file " + path));
    send(exchange, PageFiles.type(path), file);
  }

  private static void send(HttpExchange exchange, String type, byte[] bytes) throws IOException {
    send(exchange, 200, type, bytes);
  }

  private static void sendText(HttpExchange exchange, Refusal refusal) throws IOException {
    ByteStreams.exhaust(exchange.getRequestBody());
    String text = refusal.getMessage() + "\n";
    send(exchange, refusal.status(), "text/plain; charset=utf-8", text.getBytes(UTF_8));
  }

  private static void send(HttpExchange exchange, int status, String type, byte[] bytes)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }
}
