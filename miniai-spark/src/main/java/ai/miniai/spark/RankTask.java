package ai.miniai.spark;

import ai.miniai.callback.Callback;
import ai.miniai.callback.tracker.CheckpointCB;
import ai.miniai.learner.Learner;
import ai.miniai.parallel.AllReduce;
import ai.miniai.parallel.Fingerprint;
import ai.miniai.parallel.Rendezvous;
import ai.miniai.parallel.Replica;
import ai.miniai.parallel.StateMessage;
import ai.miniai.random.Seed;
import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.BarrierTaskContext;
import org.apache.spark.SparkEnv;
import scala.collection.Iterator;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.AbstractFunction1;

/** Trains one rank in its task of a barrier stage. */
final class RankTask extends AbstractFunction1<Iterator<byte[]>, Iterator<RankReport>>
    implements Serializable {
  private static final long serialVersionUID = 1;

  private final Plan plan;

  RankTask(Plan plan) {
    this.plan = plan;
  }

  @Override
  public Iterator<RankReport> apply(Iterator<byte[]> partition) {
    List<RowBlock> blocks = new ArrayList<>();
    while (partition.hasNext()) {
      blocks.add(RowBlock.of(partition.next()));
    }
    RankReport report = train(BarrierTaskContext.get(), blocks);
    return CollectionConverters.asScala(List.of(report).iterator());
  }

  private RankReport train(BarrierTaskContext task, List<RowBlock> blocks) {
    int attempt = task.stageAttemptNumber();
    String host = SparkEnv.get().blockManager().blockManagerId().host();
    Seed.setHere(plan.seed());
    try (Rendezvous here = Rendezvous.listen(host, plan.secret() + " " + attempt)) {
      List<String> addresses = List.of(task.allGather(here.address()));
      try (AllReduce ranks = here.connect(task.partitionId(), addresses, plan.timeout())) {
        return train(ranks, attempt, blocks);
      }
    }
  }

  private RankReport train(AllReduce ranks, int attempt, List<RowBlock> blocks) {
    try {
      Path folder = Files.createTempDirectory("miniai-rank-" + ranks.rank() + "-");
      try {
        return train(ranks, attempt, blocks, folder);
      } finally {
        MoreFiles.deleteRecursively(folder, RecursiveDeleteOption.ALLOW_INSECURE);
      }
    } catch (IOException e) {
      ranks.abort(String.valueOf(e.getMessage()));
      throw new UncheckedIOException(e);
    } catch (RuntimeException | Error failure) {
      ranks.abort(String.valueOf(failure.getMessage()));
      throw failure;
    }
  }

  private RankReport train(AllReduce ranks, int attempt, List<RowBlock> blocks, Path folder)
      throws IOException {
    List<Callback> own = new ArrayList<>();
    SharedFolder shared = plan.checkpoints();
    if (shared != null) {
      download(ranks, shared, folder);
      own.add(new CheckpointCB(folder).every(plan.every()).resume());
      own.add(new UploadCB(folder, shared));
    }
    ReportCB report = new ReportCB(folder);
    own.add(report);
    Replica replica = new Replica(ranks);
    Learner learner =
        plan.factory().make(replica, RowBlock.items(blocks, false), RowBlock.items(blocks, true));
    replica.fit(learner, plan.epochs(), own.toArray(new Callback[0]));
    boolean first = ranks.rank() == 0;
    return new RankReport(
        ranks.rank(),
        attempt,
        Fingerprint.of(learner.model()),
        first ? StateMessage.write(learner.model().stateDict()) : new byte[0],
        new ArrayList<>(report.rows().stream().map(RankReport.Row::of).toList()),
        report.record(),
        learner.cancelReason().orElse(null));
  }

  /** Rank 0 reads the checkpoint for all: a shared folder may show others an older one. */
  private static void download(AllReduce ranks, SharedFolder shared, Path folder)
      throws IOException {
    Optional<byte[]> saved = ranks.rank() == 0 ? shared.read(CheckpointCB.LAST) : Optional.empty();
    byte[] checkpoint = ranks.broadcast(saved.orElseGet(() -> new byte[0]));
    if (checkpoint.length > 0) {
      Files.write(folder.resolve(CheckpointCB.LAST), checkpoint);
    }
  }
}
