package ai.miniai.examples;

import ai.miniai.callback.Callback;
import ai.miniai.callback.progress.MetricsCB;
import ai.miniai.callback.training.SingleBatchCB;
import ai.miniai.callback.training.TrainCB;
import ai.miniai.data.DataLoaders;
import ai.miniai.data.fashion.FashionMnist;
import ai.miniai.learner.Learner;
import ai.miniai.learner.MomentumLearner;
import ai.miniai.learner.TrainLearner;
import ai.miniai.loss.Losses;
import ai.miniai.metric.MulticlassAccuracy;
import ai.miniai.nn.Sequential;
import ai.miniai.random.Seed;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/**
 * Repeats the training of a course notebook, in the same order and with the same random numbers,
 * and prints the same table.
 */
@Command(
    name = "replay",
    mixinStandardHelpOptions = true,
    description = "Train a notebook of the course again, and print its table.")
final class ReplayCommand implements Callable<Integer> {
  /** The notebooks that can be replayed. */
  enum Notebook {
    /** The notebook that builds the learner step by step. */
    LEARNER(ReplayCommand::learnerNotebook);

    private final Consumer<DataLoaders> training;

    Notebook(Consumer<DataLoaders> training) {
      this.training = training;
    }
  }

  @Parameters(description = "The notebook: ${COMPLETION-CANDIDATES}.")
  private Notebook notebook = Notebook.LEARNER;

  @Mixin private final DataOption data = new DataOption();

  @Override
  public Integer call() {
    FashionMnist images = data.load();
    Seed.set(1);
    notebook.training.accept(DataLoaders.of(images.train(), images.valid(), 1024));
    return 0;
  }

  private static void learnerNotebook(DataLoaders dls) {
    // The notebook also draws random numbers here, though this does not show in its output.
    dls.train().iterate().close();
    trainLearner(dls).fit(1);
    trainLearner(dls).fit(1);
    trainLearner(dls).fit(1, new SingleBatchCB());

    row("Learner, lr 0.2", trainLearner(dls), 1);
    row("Learner + TrainCB, lr 0.2", learner(dls, new TrainCB()), 2);
    row("the final Learner, lr 0.2", learner(dls, new TrainCB()), 1);
    row(
        "MomentumLearner, lr 0.1, momentum 0.85",
        new MomentumLearner(mlp(), dls, Losses::crossEntropy, 0.1),
        1);
  }

  private static Sequential mlp() {
    return ModelName.MLP.create();
  }

  private static Learner trainLearner(DataLoaders dls) {
    return new TrainLearner(mlp(), dls, Losses::crossEntropy, 0.2);
  }

  private static Learner learner(DataLoaders dls, Callback... callbacks) {
    return new Learner(mlp(), dls, Losses::crossEntropy, 0.2, callbacks);
  }

  private static void row(String what, Learner learner, int epochs) {
    System.out.println(what);
    learner.fit(
        epochs,
        new MetricsCB("accuracy", new MulticlassAccuracy())
            .log(
                row ->
                    System.out.printf(
                        Locale.ROOT,
                        "  %-5s  accuracy %.3f  loss %.3f%n",
                        row.mode(),
                        row.values().get("accuracy"),
                        row.values().get("loss"))));
  }
}
