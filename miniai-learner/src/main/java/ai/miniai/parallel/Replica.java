package ai.miniai.parallel;

import ai.miniai.callback.Attribute;
import ai.miniai.callback.Callback;
import ai.miniai.data.DataLoaders;
import ai.miniai.data.Dataset;
import ai.miniai.data.ShardedLoader;
import ai.miniai.learner.Learner;
import ai.miniai.nn.Module;
import ai.miniai.nn.norm.BatchNorm;
import java.util.stream.Stream;

/**
 * One of the ranks of a data-parallel training, as the function sees it that makes its learner.
 *
 * @param ranks the connection to the others
 */
public record Replica(AllReduce ranks) {
  /** Its number, from 0. */
  public int rank() {
    return ranks.rank();
  }

  /** The number of ranks. */
  public int size() {
    return ranks.size();
  }

  /** This rank's shares of the batches of both loaders. */
  public DataLoaders shard(DataLoaders whole) {
    return size() == 1
        ? whole
        : new DataLoaders(
            ShardedLoader.ofTraining(whole.train(), rank(), size()),
            ShardedLoader.ofValidation(whole.valid(), rank(), size()));
  }

  /**
   * This rank's share of the batches of {@link DataLoaders#of(Dataset, Dataset, int)}.
   *
   * @param batchSize the items in a batch of all ranks together
   */
  public DataLoaders dataLoaders(Dataset train, Dataset valid, int batchSize) {
    return shard(DataLoaders.of(train, valid, batchSize));
  }

  /**
   * Lets the batch normalisation layers of a model take their statistics over all ranks, until the
   * end of {@link #fit}: PyTorch's {@code SyncBatchNorm}. Each layer then waits for the other ranks
   * twice in the forward pass and twice in the backward pass. A batch that is cancelled on one rank
   * alone, in the middle of its passes, is then an error.
   *
   * @return the model
   */
  public <M extends Module> M synchronised(M model) {
    if (size() > 1) {
      batchNorms(model)
          .forEach(
              layer ->
                  layer.synchronise((part, items) -> new SumOverRanks(ranks, items).apply(part)));
    }
    return model;
  }

  static Stream<BatchNorm> batchNorms(Module model) {
    return model.modules().stream().filter(BatchNorm.class::isInstance).map(BatchNorm.class::cast);
  }

  /** Fits a learner together with those of the other ranks, which must do the same. */
  public void fit(Learner learner, int epochs, Callback... extra) {
    learner.set(Attribute.RANK, rank());
    Callback[] all = new Callback[extra.length + 1];
    all[0] = new DataParallelCB(ranks);
    System.arraycopy(extra, 0, all, 1, extra.length);
    try {
      learner.fit(epochs, all);
    } finally {
      learner.set(Attribute.RANK, 0);
      batchNorms(learner.model()).forEach(BatchNorm::useOwnStatistics);
    }
  }
}
