package ai.miniai.examples;

import ai.miniai.live.Report;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes recorded runs to one HTML file. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = "Put recorded runs side by side in one HTML file, to keep or to send.")
final class ReportCommand implements Callable<Integer> {
  /** The usual name of the file. */
  static final String FILE = "report.html";

  @Parameters(
      arity = "1..*",
      paramLabel = "DIR",
      description = "Folders with a stats.json, folders of such folders, or such files.")
  private List<Path> places = List.of();

  @Option(names = "--out", paramLabel = "FILE", description = "The file to write.")
  private Path out = Path.of("out", FILE);

  @Override
  public Integer call() throws IOException {
    Report report = new Report();
    RunFiles.read(places).forEach(report::run);
    report.write(out);
    System.out.println("Written: " + out);
    return 0;
  }
}
