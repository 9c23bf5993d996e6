package ai.miniai.examples;

import ai.miniai.data.DataLoaders;
import ai.miniai.data.fashion.FashionMnist;
import ai.miniai.device.Device;
import ai.miniai.io.RunFolder;
import ai.miniai.random.Seed;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains the lesson's network with activation statistics, and plots them. */
@Command(
    name = "lesson",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = "Train the lesson's network on Fashion-MNIST, and draw what happened inside.")
final class LessonCommand implements Callable<Integer> {
  @Option(names = "--lr", description = "Learning rate.")
  private double lr = 0.6;

  @Option(names = "--epochs", description = "Passes through the training data.")
  private int epochs = 1;

  @Option(names = "--batch-size", description = "Images in a training batch.")
  private int batchSize = 1024;

  @Option(names = "--seed", description = "Seed of all random numbers.")
  private long seed = 1;

  @Option(names = "--model", description = "The network: ${COMPLETION-CANDIDATES}.")
  private ModelName model = ModelName.CNN;

  @Option(
      names = "--fix",
      arity = "0..1",
      fallbackValue = "ADVICE",
      description =
          "What to mend beforehand: ${COMPLETION-CANDIDATES}. Without a word after it, the doctor's"
              + " advice: the network is trained as it is and as advised, and one picture shows"
              + " both.")
  private Fix fix = Fix.NONE;

  @Option(names = "--hooks", description = "The layers to watch: ${COMPLETION-CANDIDATES}.")
  private HookChoice hooks = HookChoice.CONV;

  @Option(names = "--out", paramLabel = "DIR", description = "Where pictures and numbers go.")
  private Path out = Path.of("out", "lesson");

  @Option(names = "--json", description = "Print one JSON object instead of the table.")
  private boolean json;

  @Mixin private final DataOption data = new DataOption();

  @Override
  public Integer call() throws IOException {
    try (RunFolder held = RunFolder.open(out)) { // a wrong folder is reported now, not at the end
      return train(images());
    }
  }

  private FashionMnist images() {
    try (var early = new EarlyStart()) {
      return data.load();
    }
  }

  private int train(FashionMnist images) throws IOException {
    PrintStream table = json ? System.err : System.out;
    table.println(Device.current());
    try (var interrupts = new Interrupts()) {
      LessonRun before = fix == Fix.ADVICE ? train(Fix.NONE, images, table) : null;
      var report = new LessonReport(train(fix, images, table), before);
      report.write(out);
      if (json) {
        System.out.println(report.json());
      } else {
        report.list(table);
      }
    }
    return 0;
  }

  private LessonRun train(Fix mended, FashionMnist images, PrintStream table) {
    Seed.set(seed);
    double rate = mended.rate(lr);
    var run =
        new LessonRun(
            title(mended, rate),
            mended.network(model),
            DataLoaders.of(images.train(), images.valid(), batchSize),
            rate,
            hooks,
            table);
    if (fix == Fix.ADVICE) {
      table.println("\n" + run.title());
    }
    run.fit(epochs).ifPresent(reason -> table.println("The fit ended early: " + reason));
    return run;
  }

  private String title(Fix mended, double rate) {
    String run = String.format(Locale.ROOT, "%s, lr %s, seed %d", model, rate, seed);
    return mended == Fix.NONE ? run : run + ", fix " + lowerCase(mended);
  }

  private static String lowerCase(Enum<?> choice) {
    return choice.name().toLowerCase(Locale.ROOT);
  }
}
