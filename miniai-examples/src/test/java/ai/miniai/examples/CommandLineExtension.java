package ai.miniai.examples;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Runs the command line in this JVM, and catches what it says during a test. */
final class CommandLineExtension implements BeforeEachCallback, AfterEachCallback {
  private final PrintStream realOut = System.out;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final StringWriter errors = new StringWriter();

  @Override
  public void beforeEach(ExtensionContext context) {
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
  }

  @Override
  public void afterEach(ExtensionContext context) {
    System.setOut(realOut);
  }

  /** The exit code of {@code miniai} with these arguments. */
  int run(String... arguments) {
    return Main.commandLine().setErr(new PrintWriter(errors)).execute(arguments);
  }

  /** What the test has printed to standard output so far. */
  String printed() {
    return printed.toString(StandardCharsets.UTF_8);
  }

  /** What the command line has said was wrong so far. */
  String errors() {
    return errors.toString();
  }
}
