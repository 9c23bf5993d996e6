package ai.miniai.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.miniai.data.DataLoaders;
import ai.miniai.data.Dataset;
import ai.miniai.data.Sample;
import ai.miniai.random.Seed;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * A small lesson without data, which needs the classes of a real one. The launcher runs it while
 * Java records which classes it loads, and has them prepared for all later starts.
 */
@Command(
    name = "rehearse",
    hidden = true,
    description = "Train on noise, so that Java can record which classes a lesson needs.")
final class RehearseCommand implements Callable<Integer> {
  private static final int SIDE = 28;
  private static final int BATCH = 64;
  private static final int BATCHES = 4;

  @Parameters(paramLabel = "DIR", description = "Where pictures and numbers go.")
  private Path out = Path.of(".");

  @Override
  public Integer call() throws IOException {
    Seed.set(1);
    Dataset noise = noise(BATCHES * BATCH);
    var run =
        new LessonRun(
            "rehearsal",
            ModelName.CNN.create(),
            DataLoaders.of(noise, noise, BATCH),
            0.1,
            HookChoice.CONV,
            List.of(),
            new PrintStream(OutputStream.nullOutputStream(), false, UTF_8));
    run.fit(1);
    var report = new LessonReport(run, null);
    report.write(out);
    report.list(System.out);
    return 0;
  }

  private static Dataset noise(int count) {
    var random = new Random(1);
    return Dataset.of(Stream.generate(() -> sample(random)).limit(count).toList());
  }

  private static Sample sample(Random random) {
    float[] pixels = new float[SIDE * SIDE];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = random.nextFloat();
    }
    return Sample.of(pixels, new long[] {1, SIDE, SIDE}, random.nextInt(10));
  }
}
