package ai.miniai.examples;

import static java.util.Objects.requireNonNull;

import ai.miniai.callback.Callback;
import ai.miniai.data.DataLoaders;
import ai.miniai.data.fashion.FashionMnist;
import ai.miniai.device.Device;
import ai.miniai.doctor.Remedy;
import ai.miniai.io.RunFolder;
import ai.miniai.nn.Module;
import ai.miniai.random.Seed;
import ai.miniai.treatment.TreatmentResult;
import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
          "What to mend: ${COMPLETION-CANDIDATES}. Without a word after it, what the doctor advises:"
              + " the network is trained as it is; if that goes wrong, again with one remedy after"
              + " the other. One picture shows the first and the best run.")
  private Fix fix = Fix.NONE;

  @Option(names = "--hooks", description = "The layers to watch: ${COMPLETION-CANDIDATES}.")
  private HookChoice hooks = HookChoice.CONV;

  @Option(names = "--out", paramLabel = "DIR", description = "Where pictures and numbers go.")
  private Path out = Path.of("out", "lesson");

  @Option(names = "--json", description = "Print one JSON object instead of the table.")
  private boolean json;

  @Mixin private final DataOption data = new DataOption();

  @Mixin private final TrackingOptions tracking = new TrackingOptions();

  @Mixin private final LiveOption live = new LiveOption();

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
      var report = fix == Fix.ADVICE ? healed(images, table) : trained(images, table);
      report.write(out);
      if (json) {
        System.out.println(report.json());
      } else {
        report.list(table);
      }
    }
    live.stay(table);
    return 0;
  }

  private LessonReport trained(FashionMnist images, PrintStream table) {
    Seed.set(seed);
    String mended = fix == Fix.NONE ? "" : ", fix " + lowerCase(fix);
    LessonRun run = run(fix.network(model), title(lr) + mended, "", images, table);
    run.fit(epochs).ifPresent(reason -> table.println("The fit ended early: " + reason));
    return new LessonReport(run, null);
  }

  private LessonReport healed(FashionMnist images, PrintStream table) {
    Seed.set(seed);
    Map<List<Remedy>, LessonRun> runs = new HashMap<>();
    var treatment =
        new LessonTreatment(
            model,
            (network, changes) -> {
              String title = title(changes.rate(lr)) + ", " + changes;
              if (runs.containsKey(changes.remedies())) { // only for a range test
                return new LessonRun(title, network, loaders(images), lr, hooks, List.of(), table)
                    .learner();
              }
              table.println("\n" + title);
              LessonRun run = run(network, title, "run-" + (runs.size() + 1), images, table);
              runs.put(changes.remedies(), run);
              return run.learner();
            });
    TreatmentResult result = treatment.heal(epochs);
    table.println("\n" + result);
    LessonRun best = requireNonNull(runs.get(result.best().prescription().remedies()));
    LessonRun first = requireNonNull(runs.get(result.first().prescription().remedies()));
    return new LessonReport(best, best.equals(first) ? null : first);
  }

  private DataLoaders loaders(FashionMnist images) {
    return DataLoaders.of(images.train(), images.valid(), batchSize);
  }

  /** {@code part}: the folder of the run in that of the tracker, if there are several runs. */
  private LessonRun run(
      Module network, String title, String part, FashionMnist images, PrintStream table) {
    List<Callback> watchers = new ArrayList<>(live.callbacks(title, table));
    watchers.addAll(
        tracking.callbacks(
            "lesson",
            title,
            part,
            ImmutableMap.of("network", "" + model, "seed", seed, "batch_size", batchSize),
            out));
    return new LessonRun(title, network, loaders(images), lr, hooks, watchers, table);
  }

  private String title(double rate) {
    return String.format(Locale.ROOT, "%s, lr %s, seed %d", model, rate, seed);
  }

  private static String lowerCase(Enum<?> choice) {
    return choice.name().toLowerCase(Locale.ROOT);
  }
}
