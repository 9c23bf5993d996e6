package ai.miniai.bench;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A peer in a process of its own, which waits for its standard input between its turns. The
 * protocol: the process prints {@code ready}. After the line {@code run 20} it trains for 20 steps
 * and prints {@code img/s 12345.6}; a process for single layers is told which one, {@code run 20
 * conv2d}. It exits at the end of its input. Other lines that it prints are ignored.
 */
final class ChildContender implements Contender {
  private final String name;
  private final Process process;
  private final BufferedWriter orders;
  private final BufferedReader answers;
  private final Path errors;

  /** Starts the process, and waits until it is ready. */
  ChildContender(String name, ProcessBuilder builder) {
    this.name = name;
    try {
      errors = Files.createTempFile("miniai-bench", ".log");
      process = builder.redirectError(errors.toFile()).start();
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the peer %s does not start: %s".formatted(name, e.getMessage()), e);
    }
    orders = process.outputWriter(StandardCharsets.UTF_8);
    answers = process.inputReader(StandardCharsets.UTF_8);
    try {
      answer("ready");
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public double imagesPerSecond(int steps) {
    return obey("run " + steps);
  }

  /** The same for one of its layers. */
  double imagesPerSecond(int steps, LayerCase layer) {
    return obey("run " + steps + " " + layer);
  }

  private double obey(String order) {
    try {
      orders.write(order + "\n");
      orders.flush();
    } catch (IOException e) {
      throw failure();
    }
    return Double.parseDouble(answer("img/s ").trim());
  }

  @Override
  public long pid() {
    return process.pid();
  }

  /** The rest of the next line that starts with {@code beginning}. */
  private String answer(String beginning) {
    try {
      for (String line = answers.readLine(); line != null; line = answers.readLine()) {
        if (line.startsWith(beginning)) {
          return line.substring(beginning.length());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the peer %s cannot be heard".formatted(name), e);
    }
    throw failure();
  }

  private IllegalStateException failure() {
    return new IllegalStateException(
        "the peer %s ended early: %s".formatted(name, String.join("\n", lastErrors())));
  }

  private List<String> lastErrors() {
    try {
      List<String> lines = Files.readAllLines(errors);
      return lines.subList(Math.max(0, lines.size() - 10), lines.size());
    } catch (IOException e) {
      return List.of("its messages cannot be read, " + e.getMessage());
    }
  }

  @Override
  public void close() {
    try {
      orders.close();
    } catch (IOException e) {
      // it has already exited
    }
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      Files.deleteIfExists(errors);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
