package ai.miniai.tracking;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.miniai.io.AtomicFile;
import ai.miniai.io.FileErrors;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.annotations.VisibleForTesting;
import com.google.common.base.Joiner;
import com.google.common.collect.Lists;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sends later what an {@link MlflowCB} could not send: when the server is there again.
 *
 * <pre>{@code
 * MlflowResend.Sent sent =
 *     MlflowResend.send(Path.of("mlflow-unsent"), URI.create("http://localhost:5000"));
 * }</pre>
 *
 * <p>A run that the server knows gets what it lacks; another one is made, with its name and the
 * time at which the fit began. What has been sent is removed from the folder. So after an error the
 * same call goes on where it stopped. No fit may use the folder meanwhile.
 */
public final class MlflowResend {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private static final String METRIC = "metric";
  private static final int MOST_METRICS = 1000;
  private static final int MOST_OTHERS = 100;

  private final Path folder;
  private final MlflowServer server;
  private final ObjectMapper mapper = new ObjectMapper();
  private final List<JsonNode> left = new ArrayList<>();
  private int runs;
  private int entries;

  private MlflowResend(Path folder, MlflowServer server) {
    this.folder = folder;
    this.server = server;
  }

  /**
   * What was sent.
   *
   * @param runs the number of runs
   * @param entries the number of metrics, parameters, tags and artifacts of all of them
   */
  public record Sent(int runs, int entries) {}

  /**
   * Sends everything that is in the folder. MLflow's environment variables for authentication are
   * used as by {@link MlflowCB}.
   *
   * @param folder that of {@link MlflowCB#unsent}
   * @param uri the address of the server, such as http://localhost:5000
   * @throws IOException if there is nothing in the folder, or it cannot be read, or if the server
   *     does not take something; the message says what and why. What was not sent is still there
   * @throws IllegalArgumentException if {@code uri} is no http or https address
   */
  public static Sent send(Path folder, URI uri) throws IOException {
    return send(folder, new MlflowServer(uri, System.getenv(), TIMEOUT));
  }

  @VisibleForTesting
  static Sent send(Path folder, MlflowServer server) throws IOException {
    return new MlflowResend(folder, server).send();
  }

  private Sent send() throws IOException {
    Path file = folder.resolve(Unsent.LINES);
    read(file);
    try {
      while (!left.isEmpty()) {
        sendRun();
      }
    } catch (IOException failure) {
      throw new IOException(
          "cannot send to %s what is left in %s: %s"
              .formatted(server.uri(), file, MlflowCourier.reason(failure)),
          failure);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted; what is not sent is still in " + file, e);
    } finally {
      keepWhatIsLeft(file);
    }
    return new Sent(runs, entries);
  }

  private void read(Path file) throws IOException {
    List<String> lines;
    try {
      lines = Files.readAllLines(file);
    } catch (IOException e) {
      throw new IOException(
          "cannot read %s, which MlflowCB writes if it cannot send everything: %s"
              .formatted(file, FileErrors.reason(e)),
          e);
    }
    for (int i = 0; i < lines.size(); i++) {
      JsonNode line = parsed(lines.get(i));
      if (line == null || (i == 0 && !isHead(line))) {
        throw new IOException(
            "%s, line %s: expected %s as MlflowCB writes it, got \"%s\": mend or delete the line"
                .formatted(file, i + 1, i == 0 ? "a run" : "an entry", lines.get(i)));
      }
      left.add(line);
    }
    bringTogether();
  }

  /** Two fits that have used the folder at once have written their lines in turns. */
  private void bringTogether() {
    Map<String, List<JsonNode>> fits = new LinkedHashMap<>();
    String fit = "";
    for (JsonNode line : left) {
      boolean isHead = isHead(line);
      String named = line.get(kind(line)).path(Unsent.FIT).asText();
      if (!named.isEmpty()) {
        fit = named;
      } else if (isHead) {
        fit = "unnamed " + fits.size();
      }
      fits.computeIfAbsent(fit, unused -> new ArrayList<>()).add(line);
    }
    left.clear();
    fits.values().forEach(left::addAll);
  }

  /** The line, or null if it is none of an {@code Unsent}. */
  private @Nullable JsonNode parsed(String line) {
    try {
      JsonNode json = mapper.readTree(line);
      if (json.size() != 1) {
        return null;
      }
      if (!isHead(json) && !isArtifact(json)) {
        MlflowEntry unused = entry(json);
      }
      return json;
    } catch (IOException | IllegalArgumentException e) {
      return null;
    }
  }

  private static boolean isHead(JsonNode line) {
    return line.path(Unsent.RUN).has(Unsent.EXPERIMENT);
  }

  private static boolean isArtifact(JsonNode line) {
    return line.path("artifact").has(Unsent.FILE);
  }

  private static MlflowEntry entry(JsonNode line) {
    return MlflowEntry.of(kind(line), line.get(kind(line)));
  }

  private static String kind(JsonNode line) {
    return line.fieldNames().next();
  }

  // ---------------------------------------------------------------- sending

  /** Sends the first run that is left, and removes each line that has been sent. */
  private void sendRun() throws IOException, InterruptedException {
    MlflowServer.Run run = open((ObjectNode) left.get(0).get(Unsent.RUN));
    while (left.size() > 1 && !isHead(left.get(1))) {
      sendNext(run);
    }
    left.remove(0);
    runs++;
  }

  /** The run of a head, which knows its id from now on. */
  private MlflowServer.Run open(ObjectNode head) throws IOException, InterruptedException {
    if (head.has(Unsent.RUN_ID)) {
      return server.find(head.get(Unsent.RUN_ID).asText());
    }
    MlflowServer.Run run =
        server.create(
            server.experiment(head.get(Unsent.EXPERIMENT).asText()),
            head.path(Unsent.RUN_NAME).asText(),
            head.path(Unsent.START_TIME).asLong(System.currentTimeMillis()));
    head.put(Unsent.RUN_ID, run.id());
    return run;
  }

  private void sendNext(MlflowServer.Run run) throws IOException, InterruptedException {
    JsonNode next = left.get(1);
    if (isArtifact(next)) {
      JsonNode artifact = next.get("artifact");
      Path file = folder.resolve(artifact.get(Unsent.FILE).asText());
      server.upload(
          run, new MlflowEntry.Artifact(artifact.path("path").asText(), Files.readAllBytes(file)));
      Files.delete(file);
      sent(1);
    } else if (entry(next) instanceof MlflowEntry.End end) {
      server.end(run, end);
      left.remove(1);
    } else {
      int most = next.has(METRIC) ? MOST_METRICS : MOST_OTHERS;
      List<MlflowEntry> some = new ArrayList<>();
      for (int i = 1; i < left.size() && i <= most && kind(left.get(i)).equals(kind(next)); i++) {
        some.add(entry(left.get(i)));
      }
      server.log(run, some);
      sent(some.size());
    }
  }

  private void sent(int number) {
    left.subList(1, 1 + number).clear();
    entries += number;
  }

  private void keepWhatIsLeft(Path file) throws IOException {
    if (left.isEmpty()) {
      Files.deleteIfExists(file);
    } else {
      String lines = Joiner.on('\n').join(Lists.transform(left, JsonNode::toString)) + "\n";
      AtomicFile.write(file, lines.getBytes(UTF_8));
    }
  }
}
