package ai.miniai.examples;

import static org.assertj.core.api.Assertions.assertThat;

import ai.miniai.callback.progress.LossHistory;
import ai.miniai.recording.RecordingJson;
import ai.miniai.recording.RunRecord;
import com.google.common.util.concurrent.Uninterruptibles;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The commands for runs that are over: report and view. */
class FinishedRunsTest {
  private static final Pattern ADDRESS = Pattern.compile("Live page: (http://\\S+)(\\?token=\\S+)");

  @RegisterExtension private final CommandLineExtension miniai = new CommandLineExtension();
  @TempDir private Path folder;

  @BeforeEach
  void record() throws IOException {
    for (String name : List.of("one", "two")) {
      var losses = new LossHistory(List.of(1.0, 0.5, 0.25), List.of());
      RunRecord run = new RunRecord(List.of(), losses, OptionalInt.empty(), 1);
      RecordingJson.write(run, folder.resolve(name).resolve("stats.json"));
    }
  }

  @Test
  void putsRunsSideBySide() throws IOException {
    Path file = folder.resolve("both.html");

    int exit =
        miniai.run(
            "report",
            "" + folder.resolve("one"),
            "" + folder.resolve("two/stats.json"),
            "--out",
            "" + file);

    assertThat(exit).as(miniai.errors()).isZero();
    assertThat(miniai.printed()).contains("Written: " + file);
    assertThat(Files.readString(file)).startsWith("<!DOCTYPE html>");
  }

  @Test
  void findsRunsInFoldersBelow() throws IOException {
    assertThat(RunFiles.read(List.of(folder)).keySet())
        .containsExactly("" + folder.resolve("one"), "" + folder.resolve("two"));
  }

  @Test
  void saysThatThereIsNothing() throws IOException {
    Path empty = Files.createDirectory(folder.resolve("empty"));

    assertThat(miniai.run("report", "" + empty)).isEqualTo(1);
    assertThat(miniai.errors()).contains("there is no stats.json in " + empty);
    assertThat(miniai.run("view", "" + folder.resolve("none"))).isEqualTo(1);
    assertThat(miniai.errors()).contains("cannot read " + folder.resolve("none"));
  }

  @Test
  void servesRunsUntilItIsStopped() throws Exception {
    int[] exit = {-1};
    Thread command = new Thread(() -> exit[0] = miniai.run("view", "" + folder));
    command.start();
    Matcher address = ADDRESS.matcher("");
    while (command.isAlive() && !address.find()) {
      Uninterruptibles.sleepUninterruptibly(Duration.ofMillis(50));
      address = ADDRESS.matcher(miniai.printed());
    }

    URI runs = URI.create(address.group(1) + "runs" + address.group(2));
    String list =
        HttpClient.newHttpClient()
            .send(HttpRequest.newBuilder(runs).build(), BodyHandlers.ofString())
            .body();
    command.interrupt();
    command.join();

    assertThat(list).contains("\"id\":\"1\"", "\"id\":\"2\"", "finished");
    assertThat(exit[0]).isZero();
  }
}
