package ai.miniai.examples;

import ai.miniai.tracking.MlflowResend;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Sends what an MLflow server did not get during a training. */
@Command(
    name = "mlflow-resend",
    mixinStandardHelpOptions = true,
    description = "Send an MLflow server what it did not get during a training.",
    footer = {
      "",
      "What is sent is removed from the folder; after an error the same command goes on.",
      "docs/tracking.md describes the folder."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:all is sent", "1:something could not be sent and is still in the folder"})
final class MlflowResendCommand implements Callable<Integer> {
  @Parameters(
      index = "0",
      paramLabel = "FOLDER",
      description = "Where the training has kept it, such as out/train/mlp/mlflow-unsent.")
  private Path folder = Path.of("mlflow-unsent");

  @Parameters(index = "1", paramLabel = "URI", description = "Such as http://localhost:5000.")
  private URI server = URI.create("http://localhost:5000");

  @Override
  public Integer call() throws IOException {
    Path given = Files.isRegularFile(folder) ? folder.resolveSibling("") : folder;
    MlflowResend.Sent sent = MlflowResend.send(given, server);
    System.out.printf("Sent: %d runs, %d entries%n", sent.runs(), sent.entries());
    return 0;
  }
}
