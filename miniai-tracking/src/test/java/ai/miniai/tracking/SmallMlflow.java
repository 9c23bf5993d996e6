package ai.miniai.tracking;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The calls of MLflow's server that a run needs, with its limits; may be made slow or broken. */
final class SmallMlflow implements BeforeEachCallback, AfterEachCallback {
  private static final String API = "/api/2.0/mlflow/";
  private static final String ARTIFACTS = "/api/2.0/mlflow-artifacts/artifacts/";

  /** A run as the server knows it. */
  static final class Run {
    final String experiment;
    final JsonNode created;
    final List<JsonNode> metrics = new ArrayList<>();
    final Map<String, String> params = new LinkedHashMap<>();
    final Map<String, String> tags = new LinkedHashMap<>();
    final Map<String, byte[]> artifacts = new LinkedHashMap<>();
    final List<Integer> batches = new ArrayList<>();
    final List<JsonNode> updates = new ArrayList<>();

    Run(String experiment, JsonNode created) {
      this.experiment = experiment;
      this.created = created;
    }

    /** The values of a metric, in the order in which they came. */
    List<Double> values(String key) {
      return metrics.stream()
          .filter(metric -> metric.get("key").asText().equals(key))
          .map(metric -> Double.valueOf(metric.get("value").asText()))
          .toList();
    }

    List<Long> steps(String key) {
      return metrics.stream()
          .filter(metric -> metric.get("key").asText().equals(key))
          .map(metric -> metric.get("step").asLong())
          .toList();
    }

    String status() {
      return updates.isEmpty() ? "RUNNING" : updates.get(updates.size() - 1).get("status").asText();
    }
  }

  /** An answer other than 200. */
  private static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1;
    final int status;
    final String code;

    Refused(int status, String code, String message) {
      super(message);
      this.status = status;
      this.code = code;
    }
  }

  private final ObjectMapper mapper = new ObjectMapper();
  private final List<String> experiments = new ArrayList<>();
  private final Map<String, Run> runs = new LinkedHashMap<>();
  private final List<String> calls = new ArrayList<>();
  private final List<String> authorizations = new ArrayList<>();
  private HttpServer server;
  private ExecutorService threads;
  private volatile long delayMillis;
  private volatile int failures;
  private volatile int status = 500;
  private volatile String artifactRoot = "mlflow-artifacts:/";

  @Override
  public void beforeEach(ExtensionContext context) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    ThreadFactory daemons =
        task -> {
          Thread thread = new Thread(task, "small-mlflow");
          thread.setDaemon(true);
          return thread;
        };
    threads = Executors.newCachedThreadPool(daemons);
    server.setExecutor(threads);
    server.start();
  }

  @Override
  public void afterEach(ExtensionContext context) {
    stop();
  }

  void stop() {
    server.stop(0);
    threads.shutdownNow();
  }

  URI uri() {
    return URI.create("http://localhost:" + server.getAddress().getPort());
  }

  /** Answers only after so long. */
  void delay(long millis) {
    delayMillis = millis;
  }

  /** Refuses so many requests with this status. */
  void fail(int requests, int with) {
    status = with;
    failures = requests;
  }

  void artifactRoot(String root) {
    artifactRoot = root;
  }

  synchronized List<String> calls() {
    return List.copyOf(calls);
  }

  synchronized List<String> authorizations() {
    return List.copyOf(authorizations);
  }

  synchronized List<Run> runs() {
    return List.copyOf(runs.values());
  }

  /** The only run. */
  Run run() {
    return runs().get(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      Thread.sleep(delayMillis); // plays a slow server
      int code = 200;
      JsonNode answer;
      try {
        answer = handle(exchange, body);
      } catch (Refused refused) {
        code = refused.status;
        answer =
            mapper
                .createObjectNode()
                .put("error_code", refused.code)
                .put("message", refused.getMessage());
      }
      byte[] bytes = mapper.writeValueAsBytes(answer);
      exchange.sendResponseHeaders(code, bytes.length);
      exchange.getResponseBody().write(bytes);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized JsonNode handle(HttpExchange exchange, byte... body) throws IOException {
    URI asked = exchange.getRequestURI();
    String call = exchange.getRequestMethod() + " " + asked.getPath();
    calls.add(call);
    authorizations.add(exchange.getRequestHeaders().getFirst("Authorization"));
    if (failures > 0) {
      failures--;
      throw new Refused(status, "INTERNAL_ERROR", "by intent");
    }
    if (call.startsWith("PUT " + ARTIFACTS)) {
      String[] path = asked.getPath().substring(ARTIFACTS.length()).split("/artifacts/", 2);
      run(path[0].split("/", 2)[1]).artifacts.put(path[1], body);
      return mapper.createObjectNode();
    }
    JsonNode request = body.length == 0 ? mapper.createObjectNode() : mapper.readTree(body);
    return switch (call.replace(API, "")) {
      case "GET experiments/get-by-name" -> experiment(query(asked));
      case "POST experiments/create" -> created(request.get("name").asText());
      case "POST runs/create" -> begun(request);
      case "GET runs/get" -> described(query(asked));
      case "POST runs/update" -> updated(request);
      case "POST runs/log-batch" -> logged(request, body.length);
      default -> throw new Refused(404, "ENDPOINT_NOT_FOUND", call);
    };
  }

  private static String query(URI asked) {
    return URLDecoder.decode(asked.getRawQuery().split("=", 2)[1], UTF_8);
  }

  private JsonNode experiment(String name) {
    if (!experiments.contains(name)) {
      throw new Refused(404, "RESOURCE_DOES_NOT_EXIST", "no experiment " + name);
    }
    ObjectNode answer = mapper.createObjectNode();
    answer.putObject("experiment").put("experiment_id", "" + experiments.indexOf(name));
    return answer;
  }

  private JsonNode created(String name) {
    experiments.add(name);
    return mapper.createObjectNode().put("experiment_id", "" + experiments.indexOf(name));
  }

  private JsonNode begun(JsonNode request) {
    String id = "%032x".formatted(runs.size() + 1);
    String experiment = experiments.get(request.get("experiment_id").asInt());
    runs.put(id, new Run(experiment, request));
    return described(id);
  }

  private JsonNode described(String id) {
    ObjectNode answer = mapper.createObjectNode();
    int experiment = experiments.indexOf(run(id).experiment);
    answer
        .putObject("run")
        .putObject("info")
        .put("run_id", id)
        .put("artifact_uri", artifactRoot + experiment + "/" + id + "/artifacts");
    return answer;
  }

  private Run run(String id) {
    Run run = runs.get(id);
    if (run == null) {
      throw new Refused(404, "RESOURCE_DOES_NOT_EXIST", "no run " + id);
    }
    return run;
  }

  private JsonNode updated(JsonNode request) {
    run(request.get("run_id").asText()).updates.add(request);
    return mapper.createObjectNode();
  }

  private JsonNode logged(JsonNode request, int bytes) {
    Run run = run(request.get("run_id").asText());
    int metrics = request.get("metrics").size();
    int params = request.get("params").size();
    int tags = request.get("tags").size();
    if (metrics + params + tags > 1000 || params > 100 || tags > 100 || bytes > 1_000_000) {
      throw new Refused(400, "INVALID_PARAMETER_VALUE", "too much");
    }
    for (String kind : List.of("metrics", "params", "tags")) {
      for (JsonNode entry : request.get(kind)) {
        String key = entry.get("key").asText();
        if (!key.matches("[\\w.\\-/ ]{1,250}")) {
          throw new Refused(400, "INVALID_PARAMETER_VALUE", "Invalid name: '" + key + "'");
        }
      }
    }
    for (JsonNode param : request.get("params")) {
      String before = run.params.put(param.get("key").asText(), param.get("value").asText());
      if (before != null && !before.equals(param.get("value").asText())) {
        throw new Refused(400, "INVALID_PARAMETER_VALUE", "Changing param values is not allowed");
      }
    }
    request.get("metrics").forEach(run.metrics::add);
    request
        .get("tags")
        .forEach(tag -> run.tags.put(tag.get("key").asText(), tag.get("value").asText()));
    run.batches.add(metrics);
    return mapper.createObjectNode();
  }

  /** The text of an artifact of the only run. */
  String artifact(String path) {
    byte[] bytes = run().artifacts.get(path);
    if (bytes == null) {
      throw new UncheckedIOException(new IOException("no artifact " + path));
    }
    return new String(bytes, UTF_8);
  }
}
