package ai.miniai.examples;

import ai.miniai.callback.DeviceCB;
import ai.miniai.callback.MetricsCB;
import ai.miniai.callback.MulticlassAccuracy;
import ai.miniai.callback.ProgressCB;
import ai.miniai.data.DataLoaders;
import ai.miniai.data.FashionMnist;
import ai.miniai.hooks.ActivationStats;
import ai.miniai.learner.TrainLearner;
import ai.miniai.nn.Losses;
import ai.miniai.tensor.Device;
import ai.miniai.tensor.Seed;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains the lesson's network with activation statistics, and draws what they show. */
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

  @Option(names = "--fix", description = "What to mend beforehand: ${COMPLETION-CANDIDATES}.")
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
    PrintStream table = json ? System.err : System.out;
    FashionMnist images = data.load();
    table.println(Device.current());
    Seed.set(seed);
    var network = model.create();
    fix.applyTo(network);
    var metrics = new MetricsCB("accuracy", new MulticlassAccuracy());
    var progress = new ProgressCB(table);
    var stats = new ActivationStats(hooks.filter());
    var learn =
        new TrainLearner(
            network,
            DataLoaders.of(images.train(), images.valid(), batchSize),
            Losses::crossEntropy,
            lr,
            metrics,
            new DeviceCB(),
            progress,
            stats);
    try (var interrupts = new Interrupts()) {
      learn.fit(epochs);
      learn.cancelReason().ifPresent(reason -> table.println("The fit ended early: " + reason));
      var report = new LessonReport(stats.recording(), progress.history(), metrics.rows(), title());
      report.write(out);
      if (json) {
        System.out.println(report.json());
      } else {
        report.list(table);
      }
    }
    return 0;
  }

  private String title() {
    String run = String.format("%s, lr %s, seed %d", model, lr, seed);
    return fix == Fix.NONE ? run : run + ", fix " + lowerCase(fix);
  }

  private static String lowerCase(Enum<?> choice) {
    return choice.name().toLowerCase(Locale.ROOT);
  }
}
