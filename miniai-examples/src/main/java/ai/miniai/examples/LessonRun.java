package ai.miniai.examples;

import ai.miniai.callback.Callback;
import ai.miniai.callback.progress.MetricsCB;
import ai.miniai.callback.progress.ProgressCB;
import ai.miniai.callback.training.DeviceCB;
import ai.miniai.data.DataLoaders;
import ai.miniai.hooks.ActivationStats;
import ai.miniai.hooks.ParameterStats;
import ai.miniai.learner.TrainLearner;
import ai.miniai.loss.Losses;
import ai.miniai.metric.MulticlassAccuracy;
import ai.miniai.nn.Module;
import ai.miniai.recording.Recording;
import ai.miniai.recording.RunRecord;
import ai.miniai.recording.RunRecorderCB;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** One training run of the lesson, with its recorded statistics. */
final class LessonRun {
  private final String title;
  private final MetricsCB metrics = new MetricsCB("accuracy", new MulticlassAccuracy());
  private final ProgressCB progress;
  private final ActivationStats stats;
  private final RunRecorderCB run;
  private final TrainLearner learner;

  /**
   * A run.
   *
   * @param title a line that describes the network and the settings
   * @param more callbacks that only watch
   */
  LessonRun(
      String title,
      Module network,
      DataLoaders dls,
      double lr,
      HookChoice hooks,
      List<Callback> more,
      PrintStream table) {
    this.title = title;
    progress = new ProgressCB(table);
    stats = new ActivationStats(hooks.filter());
    var parameters = new ParameterStats();
    run = new RunRecorderCB(stats, parameters);
    learner =
        new TrainLearner(
            network,
            dls,
            Losses::crossEntropy,
            lr,
            Stream.concat(
                    Stream.of(metrics, new DeviceCB(), progress, stats, parameters, run),
                    more.stream())
                .toArray(Callback[]::new));
  }

  /** Trains; returns the reason if it ended early. */
  Optional<String> fit(int epochs) {
    learner.fit(epochs);
    return learner.cancelReason();
  }

  /** The learner, to be trained by somebody else. */
  TrainLearner learner() {
    return learner;
  }

  String title() {
    return title;
  }

  /** The recorded outputs of the watched layers. */
  Recording activations() {
    return stats.recording();
  }

  RunRecord record() {
    return run.record();
  }

  List<MetricsCB.Row> rows() {
    return metrics.rows();
  }
}
