package ai.miniai.examples;

import ai.miniai.callback.Callback;
import ai.miniai.callback.tracker.CheckpointCB;
import ai.miniai.data.DataLoaders;
import ai.miniai.data.Dataset;
import ai.miniai.data.fashion.FashionMnist;
import ai.miniai.device.Device;
import ai.miniai.io.RunFolder;
import ai.miniai.random.Seed;
import com.google.common.base.Joiner;
import com.google.common.base.Stopwatch;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Lists;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Trains with a recipe of the course. */
@Command(
    name = "train",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = "Train Fashion-MNIST by a recipe of the course, and compare with its result.",
    footer = {
      "",
      "Killed, or stopped with Ctrl-C, it goes on with the same command and --resume, and ends in"
          + " the very weights of a training that was never stopped."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:trained to the end", "1:stopped before, or something is wrong"})
final class TrainCommand implements Callable<Integer> {
  @Parameters(arity = "0..1", paramLabel = "RECIPE", description = "What to train; see --list.")
  private @Nullable String recipe;

  @Option(names = "--list", description = "Tell what the recipes are, and train nothing.")
  private boolean list;

  @Option(names = "--seed", description = "Seed of all random numbers.")
  private long seed = 1;

  @Option(
      names = "--epochs",
      description = "Passes through the training images; without it, the recipe's.")
  private @Nullable Integer epochs;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where model, epochs and checkpoints go; without it, out/train/RECIPE.")
  private @Nullable Path out;

  @Option(
      names = "--checkpoint-every",
      paramLabel = "BATCHES",
      description = "Save so often; without it, before each pass through the images.")
  private @Nullable Integer every;

  @ArgGroup private final Earlier earlier = new Earlier();

  /** What to do with an earlier run in the folder; without either option it is left alone. */
  private static final class Earlier {
    @Option(names = "--resume", description = "Go on from the last checkpoint in the folder.")
    private boolean resume;

    @Option(
        names = "--overwrite",
        description = "Begin anew, and delete what an earlier training has left in the folder.")
    private boolean overwrite;
  }

  @Option(names = "--limit", hidden = true, description = "Take only the first images.")
  private int limit = Integer.MAX_VALUE;

  @Mixin private final DataOption data = new DataOption();

  @Mixin private final TrackingOptions tracking = new TrackingOptions();

  @Mixin private final LiveOption live = new LiveOption();

  @Override
  public Integer call() throws IOException {
    if (list) {
      System.out.println("recipe        course's accuracy, network and training");
      for (Recipe each : Recipe.values()) {
        System.out.printf(Locale.ROOT, "%-13s %.3f  %s%n", each, each.recorded, each.description());
      }
      return 0;
    }
    return train(named(recipe));
  }

  private static Recipe named(@Nullable String name) {
    return Arrays.stream(Recipe.values())
        .filter(each -> each.toString().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    (name == null ? "name a recipe: " : "there is no recipe " + name + ", but ")
                        + Joiner.on(", ").join(Recipe.values())));
  }

  private int train(Recipe chosen) throws IOException {
    Path folder = out == null ? Path.of("out", "train", chosen.toString()) : out;
    try (RunFolder held =
        RunFolder.open(folder)) { // a wrong folder is reported now, not at the end
      return train(chosen, folder);
    }
  }

  private int train(Recipe chosen, Path folder) throws IOException {
    var checkpoints = new CheckpointCB(folder);
    if (every != null) {
      checkpoints.every(every);
    }
    FashionMnist images = data.load();
    Dataset train = first(images.train());
    int length = epochs == null ? chosen.epochs : epochs;
    var settings = new TrainSettings(chosen, seed, length, train.size());
    if (earlier.resume) {
      settings.resume(folder);
      checkpoints.resume();
    } else if (earlier.overwrite) {
      settings.overwrite(folder);
    } else {
      settings.begin(folder);
    }
    System.out.println(Device.current() + "\n" + chosen.description());
    Seed.set(seed);
    DataLoaders dls = chosen.input.loaders(train, first(images.valid()), chosen.batchSize());
    try (var interrupts = new Interrupts()) {
      Stopwatch watch = Stopwatch.createStarted();
      String title = chosen + ", seed " + seed;
      List<Callback> watchers = new ArrayList<>(live.callbacks(title, System.out));
      watchers.addAll(trackers(chosen, title, folder));
      var run = new TrainRun(chosen, dls, length, checkpoints, watchers, folder);
      Optional<String> ending = run.fit();
      if (ending.isPresent()) {
        System.out.println("Stopped: " + ending.get() + ". --resume goes on where it was saved.");
        return 1;
      }
      report(chosen, length, run, watch.elapsed(TimeUnit.MILLISECONDS) / 1e3);
      System.out.println(
          "Written: "
              + folder.resolve(TrainSettings.MODEL)
              + ", "
              + TrainRun.EPOCHS
              + ", "
              + Joiner.on(", ").join(Lists.transform(run.writeRecord(title), Path::getFileName)));
    }
    live.stay(System.out);
    return 0;
  }

  private List<Callback> trackers(Recipe chosen, String title, Path folder) {
    return tracking.callbacks(
        "train",
        title,
        "",
        ImmutableMap.of("recipe", "" + chosen, "seed", seed, "batch_size", chosen.batchSize()),
        folder);
  }

  private Dataset first(Dataset part) {
    return part.subset(0, Math.min(part.size(), limit));
  }

  private void report(Recipe chosen, int length, TrainRun run, double seconds) {
    System.out.printf(
        Locale.ROOT,
        "%s, seed %d: accuracy %.4f after %s, %.1f s; the course's: %.3f after %s%n",
        chosen,
        seed,
        run.accuracy(),
        Recipe.inEpochs(length),
        seconds,
        chosen.recorded,
        Recipe.inEpochs(chosen.epochs));
    if (chosen.input == RecipeInput.AUGMENTED) {
      System.out.printf(
          Locale.ROOT, "with mirror images: accuracy %.4f%n", run.accuracyOfBothSides());
    }
  }
}
