package ai.miniai.spark;

import static com.google.common.base.Preconditions.checkState;

import ai.miniai.callback.progress.MetricsCB;
import ai.miniai.data.Dataset;
import ai.miniai.nn.Module;
import ai.miniai.parallel.AllReduce;
import ai.miniai.parallel.Replica;
import ai.miniai.parallel.StateMessage;
import ai.miniai.recording.Recording;
import ai.miniai.recording.RecordingJson;
import ai.miniai.recording.RunRecord;
import ai.miniai.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What came of a training on Spark. */
public final class SparkResult {
  private static final Dataset NOTHING = Dataset.of(List.of());

  private final TaskFactory factory;
  private final List<RankReport> ranks;

  /** {@code ranks}: the reports of all, rank 0 first. */
  SparkResult(TaskFactory factory, List<RankReport> ranks) {
    this.factory = factory;
    this.ranks = ranks;
    checkState(
        ranks.stream().map(RankReport::fingerprint).distinct().count() == 1,
        "the ranks end with different parameters: %s",
        ranks.stream().map(RankReport::fingerprint).toList());
  }

  private RankReport first() {
    return ranks.get(0);
  }

  /** The parameters and buffers of the trained model. */
  public Map<String, Tensor> stateDict() {
    return StateMessage.read(first().state());
  }

  /**
   * The trained model. The factory makes a learner here, on the driver, of which only the model is
   * used; where that is too much, load {@link #stateDict} into a model.
   */
  public Module model() {
    AllReduce alone = AllReduce.inProcess(1, Duration.ofSeconds(1)).get(0);
    Module model = factory.make(new Replica(alone), NOTHING, NOTHING).model();
    model.loadStateDict(stateDict());
    return model;
  }

  /** The rows of the learner's {@code MetricsCB}, over the items of all ranks; empty without. */
  public List<MetricsCB.Row> metrics() {
    return first().rows().stream().map(RankReport.Row::metrics).toList();
  }

  /** The record of the learner's {@code RunRecorderCB}, with the recordings of all ranks. */
  public Optional<RunRecord> record() {
    if (first().record().length == 0) {
      return Optional.empty();
    }
    try {
      Path file = Files.createTempFile("miniai-record-", ".json");
      try {
        Files.write(file, first().record());
        return Optional.of(RecordingJson.read(file));
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the record: " + e.getMessage(), e);
    }
  }

  /** The recordings in the {@link #record}; empty without. */
  public List<Recording> recordings() {
    return record().map(RunRecord::recordings).orElse(List.of());
  }

  /** The hash of the parameters, the same on all ranks. */
  public String fingerprint() {
    return first().fingerprint();
  }

  /** How often Spark started the ranks: 1 without a failure. */
  public int attempts() {
    return first().attempt() + 1;
  }

  /** Why a callback cancelled the fit; empty if it ran to its end. */
  public Optional<String> cancelReason() {
    return first().reason();
  }
}
