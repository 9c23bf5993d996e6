package ai.miniai.examples;

import ai.miniai.doctor.Diagnosis;
import ai.miniai.doctor.Doctor;
import ai.miniai.recording.RecordingJson;
import ai.miniai.recording.RunRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Examines a recorded run for problems. */
@Command(
    name = "diagnose",
    mixinStandardHelpOptions = true,
    description = "Say what went wrong in a recorded run, what it means and what to try.",
    footer = {"", "docs/stats-json.md describes the file; recordings made elsewhere are welcome."},
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:nothing sick",
      "1:the file cannot be read, or there is nothing in it to judge",
      "3:the run is sick"
    })
final class DiagnoseCommand implements Callable<Integer> {
  private static final int SICK = 3;

  @Parameters(paramLabel = "FILE", description = "What was recorded, such as stats.json.")
  private Path file = Path.of("stats.json");

  @Option(names = "--json", description = "Print the diagnosis as one JSON object.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    RunRecord record = RecordingJson.read(file);
    if (!Doctor.canJudge(record)) {
      throw new IOException(
          file
              + " holds neither losses nor recordings of training batches, so there is nothing to"
              + " judge: record a fit that trains (docs/stats-json.md)");
    }
    Diagnosis diagnosis = new Doctor().examine(record);
    System.out.println(json ? DiagnosisJson.of(diagnosis) : diagnosis);
    return diagnosis.isSick() ? SICK : 0;
  }
}
