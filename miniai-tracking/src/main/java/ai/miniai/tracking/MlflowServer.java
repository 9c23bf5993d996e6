package ai.miniai.tracking;

import static com.google.common.base.Preconditions.checkArgument;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.base.Ascii;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The calls of MLflow's REST API (version 2.0, which MLflow 2 and 3 have) that a run needs. Each
 * fails with an {@link IOException}: {@link MlflowException} if the server has answered.
 */
final class MlflowServer {
  private static final String API = "api/2.0/mlflow/";
  private static final String ARTIFACTS = "api/2.0/mlflow-artifacts/artifacts";
  private static final int LONGEST_MESSAGE = 300;

  private final ObjectMapper mapper = new ObjectMapper();
  private final URI uri;
  private final Duration timeout;
  private final @Nullable String authorization;
  private final HttpClient client;

  /**
   * A server.
   *
   * @param uri such as http://localhost:5000
   * @param environment in which MLflow's variables for authentication may be
   * @param timeout of a request
   */
  MlflowServer(URI uri, Map<String, String> environment, Duration timeout) {
    String scheme = uri.getScheme();
    checkArgument(
        ("http".equals(scheme) || "https".equals(scheme)) && uri.getHost() != null,
        "expected the address of an MLflow server, such as http://localhost:5000, got %s: the"
            + " REST API is the only way to MLflow from here",
        uri);
    this.uri = uri.toString().endsWith("/") ? uri : URI.create(uri + "/");
    this.timeout = timeout;
    authorization = authorization(environment);
    client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(timeout)
            .build();
  }

  /** As MLflow's own clients: user and password have precedence over a token. */
  private static @Nullable String authorization(Map<String, String> environment) {
    String user = environment.getOrDefault("MLFLOW_TRACKING_USERNAME", "");
    String password = environment.getOrDefault("MLFLOW_TRACKING_PASSWORD", "");
    String token = environment.getOrDefault("MLFLOW_TRACKING_TOKEN", "");
    if (!user.isEmpty() && !password.isEmpty()) {
      return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(UTF_8));
    }
    return token.isEmpty() ? null : "Bearer " + token;
  }

  URI uri() {
    return uri;
  }

  /** A run on the server. */
  record Run(String id, String artifacts) {}

  /** The id of the experiment of this name, which is made if necessary. */
  String experiment(String name) throws IOException, InterruptedException {
    try {
      return experimentId(name);
    } catch (MlflowException absent) {
      if (!absent.code().equals("RESOURCE_DOES_NOT_EXIST")) {
        throw absent;
      }
    }
    try {
      return text(
          post("experiments/create", mapper.createObjectNode().put("name", name)),
          "/experiment_id");
    } catch (MlflowException exists) {
      if (!exists.code().equals("RESOURCE_ALREADY_EXISTS")) {
        throw exists;
      }
      return experimentId(name); // another run has made it meanwhile
    }
  }

  private String experimentId(String name) throws IOException, InterruptedException {
    return text(
        get("experiments/get-by-name?experiment_name=" + URLEncoder.encode(name, UTF_8)),
        "/experiment/experiment_id");
  }

  /**
   * A new run.
   *
   * @param name its name; the server makes one up if it is empty
   */
  Run create(String experiment, String name, long startTime)
      throws IOException, InterruptedException {
    ObjectNode body =
        mapper.createObjectNode().put("experiment_id", experiment).put("start_time", startTime);
    if (!name.isEmpty()) {
      body.put("run_name", name);
    }
    return run(post("runs/create", body));
  }

  /** A run that is there, as it is. */
  Run find(String id) throws IOException, InterruptedException {
    return run(get("runs/get?run_id=" + URLEncoder.encode(id, UTF_8)));
  }

  /** Takes up a run again. */
  Run resume(String id) throws IOException, InterruptedException {
    Run run = find(id);
    post("runs/update", mapper.createObjectNode().put("run_id", id).put("status", "RUNNING"));
    return run;
  }

  private static Run run(JsonNode answer) throws IOException {
    return new Run(
        text(answer, "/run/info/run_id"), answer.at("/run/info/artifact_uri").asText(""));
  }

  /** Metrics, parameters and tags; at most 1,000, 100 and 100. */
  void log(Run run, List<MlflowEntry> entries) throws IOException, InterruptedException {
    ObjectNode body = mapper.createObjectNode().put("run_id", run.id());
    ArrayNode metrics = body.putArray("metrics");
    ArrayNode params = body.putArray("params");
    ArrayNode tags = body.putArray("tags");
    for (MlflowEntry entry : entries) {
      if (entry instanceof MlflowEntry.Metric) {
        metrics.add(entry.json());
      } else if (entry instanceof MlflowEntry.Param) {
        params.add(entry.json());
      } else {
        tags.add(entry.json());
      }
    }
    post("runs/log-batch", body);
  }

  void end(Run run, MlflowEntry.End end) throws IOException, InterruptedException {
    post("runs/update", end.json().put("run_id", run.id()));
  }

  /** Stores a file, over the server's own proxy for artifacts. */
  void upload(Run run, MlflowEntry.Artifact artifact) throws IOException, InterruptedException {
    URI folder = URI.create(run.artifacts());
    String path = encoded("/" + artifact.path());
    String scheme = folder.getScheme() == null ? "" : folder.getScheme();
    URI target =
        switch (scheme) {
          case "mlflow-artifacts" -> proxy(folder).resolve(ARTIFACTS + folder.getRawPath() + path);
          case "http", "https" -> URI.create(folder + path);
          default ->
              throw new MlflowException(
                  "its artifacts are at "
                      + folder
                      + ", which only programs with access to that can store: start the server"
                      + " with --serve-artifacts");
        };
    send("PUT", target, BodyPublishers.ofByteArray(artifact.bytes()), "application/octet-stream");
  }

  /** An address in mlflow-artifacts://host:port/path is that of the proxy. */
  private URI proxy(URI folder) {
    return folder.getRawAuthority() == null
        ? uri
        : URI.create(uri.getScheme() + "://" + folder.getRawAuthority() + "/");
  }

  private static String encoded(String path) {
    try {
      return new URI(null, null, path, null).getRawPath();
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("no path of an artifact: " + path, e);
    }
  }

  private JsonNode get(String call) throws IOException, InterruptedException {
    return send("GET", uri.resolve(API + call), BodyPublishers.noBody(), "application/json");
  }

  private JsonNode post(String call, JsonNode body) throws IOException, InterruptedException {
    return send(
        "POST",
        uri.resolve(API + call),
        BodyPublishers.ofByteArray(mapper.writeValueAsBytes(body)),
        "application/json");
  }

  private JsonNode send(String method, URI target, BodyPublisher body, String type)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(target)
            .timeout(timeout)
            .header("Content-Type", type)
            .method(method, body);
    if (authorization != null) {
      request.header("Authorization", authorization);
    }
    HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString(UTF_8));
    if (response.statusCode() / 100 != 2) {
      throw refused(target, response);
    }
    return parsed(response.body());
  }

  private MlflowException refused(URI target, HttpResponse<String> response) {
    JsonNode answer;
    try {
      answer = parsed(response.body());
    } catch (MlflowException noJson) {
      answer = mapper.createObjectNode();
    }
    String code = answer.path("error_code").asText("");
    String message = answer.path("message").asText(response.body()).strip();
    return new MlflowException(
        response.statusCode(),
        code,
        "it answered %s to %s%s"
            .formatted(
                response.statusCode(),
                target.getPath(),
                message.isEmpty() ? "" : ": " + Ascii.truncate(message, LONGEST_MESSAGE, "...")));
  }

  private JsonNode parsed(String body) throws MlflowException {
    try {
      return body.isBlank() ? mapper.createObjectNode() : mapper.readTree(body);
    } catch (JsonProcessingException e) {
      throw new MlflowException("it does not answer in JSON: is it an MLflow server?", e);
    }
  }

  private static String text(JsonNode answer, String pointer) throws IOException {
    JsonNode found = answer.at(pointer);
    if (found.isMissingNode()) {
      throw new MlflowException("its answer has no " + pointer + ": is it an MLflow server?");
    }
    return found.asText();
  }
}
