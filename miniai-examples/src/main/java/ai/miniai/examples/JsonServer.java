package ai.miniai.examples;

import static com.google.common.base.Preconditions.checkArgument;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/**
 * Answers JSON with JSON over HTTP, to programs on this machine, on several threads. A request that
 * is not understood, or that makes the function throw an {@link IllegalArgumentException}, is
 * answered with status 400 and what was expected, as {@code {"error": "…"}}.
 */
final class JsonServer implements AutoCloseable {
  private static final int LONGEST = 100_000; // bytes
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final HttpServer server;
  private final ExecutorService workers;

  /**
   * Starts to serve.
   *
   * @param port 0 for any free port
   * @param type what the JSON of a request is read as
   * @param answer may be called by all threads at once; its result is written as JSON
   */
  <T> JsonServer(int port, int threads, String path, Class<T> type, Function<T, ?> answer)
      throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    workers = Executors.newFixedThreadPool(threads);
    server.createContext(path, exchange -> handle(exchange, type, answer));
    server.setExecutor(workers);
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  private static <T> void handle(HttpExchange exchange, Class<T> type, Function<T, ?> answer)
      throws IOException {
    try (exchange) {
      try {
        send(exchange, 200, answer.apply(read(exchange.getRequestBody(), type)));
      } catch (IllegalArgumentException bad) {
        send(exchange, 400, Map.of("error", bad.getMessage()));
      } catch (RuntimeException failure) { // the server would hang up without a word
        send(exchange, 500, Map.of("error", failure.toString()));
      }
    }
  }

  private static <T> T read(InputStream request, Class<T> type) throws IOException {
    byte[] json = request.readNBytes(LONGEST + 1);
    checkArgument(json.length <= LONGEST, "a request has at most %s bytes", LONGEST);
    try {
      T value = JSON.readValue(json, type);
      checkArgument(value != null, "expected a JSON value other than null");
      return value;
    } catch (JsonProcessingException bad) {
      throw new IllegalArgumentException(
          "expected the JSON of a " + type.getSimpleName() + ": " + bad.getOriginalMessage(), bad);
    }
  }

  private static void send(HttpExchange exchange, int status, Object answer) throws IOException {
    byte[] json = JSON.writeValueAsBytes(answer);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, json.length);
    exchange.getResponseBody().write(json);
  }

  /** Stops to serve. Requests that are running are cut off. */
  @Override
  public void close() {
    server.stop(0);
    workers.shutdown();
  }
}
