package ai.miniai.parallel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.miniai.callback.Callback;
import ai.miniai.callback.CancelBatchException;
import ai.miniai.callback.CancelEpochException;
import ai.miniai.callback.training.GradientAccumulationCB;
import ai.miniai.callback.training.GradientClipCB;
import ai.miniai.data.DataLoader;
import ai.miniai.data.DataLoaders;
import ai.miniai.learner.Learner;
import ai.miniai.learner.MomentumLearner;
import ai.miniai.learner.Toy;
import ai.miniai.learner.TrainLearner;
import ai.miniai.loss.Losses;
import ai.miniai.nn.Module;
import ai.miniai.optim.AdamW;
import ai.miniai.random.Seed;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ranks train as one learner where gradients are kept from batch to batch. */
class RanksKeepGradientsTest {
  private static final int EPOCHS = 3;

  private static DataLoaders data(int items, int batch) {
    return new DataLoaders(
        DataLoader.of(Toy.points(items, 1), batch).shuffle(true),
        DataLoader.of(Toy.points(items / 2, 2), batch));
  }

  private static double[] numbers(Module model) {
    return model.parameters().values().stream()
        .flatMapToDouble(one -> Arrays.stream(one.toDoubles()))
        .toArray();
  }

  /** Compares the ranks' models with each other and with that of one learner. */
  private static void assertTrainAsOne(
      int ranks, DataLoaders whole, Function<DataLoaders, IntFunction<Learner>> learner) {
    Seed.set(11);
    Learner alone = learner.apply(whole).apply(0);
    alone.fit(EPOCHS);
    assertTrainAs(alone, ranks, whole, learner);
  }

  private static void assertTrainAs(
      Learner alone,
      int ranks,
      DataLoaders whole,
      Function<DataLoaders, IntFunction<Learner>> learner) {
    Map<Integer, Learner> each = new ConcurrentHashMap<>();
    Seed.set(11);
    new DataParallel(ranks)
        .fit(
            EPOCHS,
            replica -> {
              Learner one = learner.apply(replica.shard(whole)).apply(replica.rank());
              each.put(replica.rank(), one);
              return one;
            });
    assertThat(each.values().stream().map(one -> Fingerprint.of(one.model())).distinct())
        .hasSize(1);
    assertThat(numbers(each.get(0).model())).containsExactly(numbers(alone.model()), within(1e-5));
  }

  private static Learner gathering(DataLoaders dls, int batches, Callback... more) {
    Callback[] all = Arrays.copyOf(more, more.length + 2);
    all[more.length] = GradientClipCB.norm(0.5);
    all[more.length + 1] = new GradientAccumulationCB(batches);
    return new TrainLearner(Toy.model(), dls, Losses::crossEntropy, 0.01, all)
        .optimizer(AdamW::new);
  }

  /** Shares differ in size, the last batch is smaller, and so is the last group of an epoch. */
  @ParameterizedTest
  @CsvSource({"2, 320, 64, 2", "3, 1003, 100, 3", "4, 106, 10, 4", "1, 103, 10, 3"})
  void withGradientAccumulation(int ranks, int items, int batch, int batches) {
    assertTrainAsOne(ranks, data(items, batch), dls -> rank -> gathering(dls, batches));
  }

  /** A cancelled batch counts nothing on one rank; so it does if one learner has none of it. */
  @Test
  void aBatchCancelledInAGroupKeepsTheRanksEqual() {
    assertEqualRanks(
        dls ->
            rank ->
                gathering(
                    dls,
                    3,
                    new Callback() {
                      @Override
                      public void afterLoss() {
                        if (rank == 1 && learn().iteration() % 4 == 1) {
                          throw new CancelBatchException("not this");
                        }
                      }
                    }));
  }

  private static void assertEqualRanks(Function<DataLoaders, IntFunction<Learner>> learner) {
    Map<Integer, Learner> each = new ConcurrentHashMap<>();
    new DataParallel(3)
        .fit(
            EPOCHS,
            replica -> {
              Learner one = learner.apply(replica.shard(data(103, 10))).apply(replica.rank());
              each.put(replica.rank(), one);
              return one;
            });
    assertThat(each.values().stream().map(one -> Fingerprint.of(one.model())).distinct())
        .hasSize(1);
  }

  /** The group that the cancellation ends early steps on all ranks as with one learner. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anEpochCancelledInAGroupEndsTheGroup(boolean beforeTheExchange) {
    Seed.set(11);
    Learner alone = gathering(data(103, 10), 4, new StopAfter(beforeTheExchange));
    alone.fit(EPOCHS);
    assertTrainAs(
        alone,
        3,
        data(103, 10),
        dls ->
            rank ->
                rank == 1
                    ? gathering(dls, 4, new StopAfter(beforeTheExchange))
                    : gathering(dls, 4));
  }

  /** Cancels each epoch in or after its sixth batch. */
  private static final class StopAfter extends Callback {
    private final boolean early;

    StopAfter(boolean early) {
      this.early = early;
    }

    @Override
    public void afterPredict() {
      stop(early);
    }

    @Override
    public void afterBatch() {
      stop(!early);
    }

    private void stop(boolean here) {
      if (here && training() && learn().iteration() == 5) {
        throw new CancelEpochException("enough");
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"2, 320, 64", "3, 1003, 100", "4, 106, 10"})
  void withAMomentumLearner(int ranks, int items, int batch) {
    assertTrainAsOne(
        ranks,
        data(items, batch),
        dls -> rank -> new MomentumLearner(Toy.model(), dls, Losses::crossEntropy, 0.05));
  }

  @Test
  void aBatchCancelledOnOneRankKeepsMomentumEqual() {
    assertEqualRanks(
        dls ->
            rank ->
                new MomentumLearner(
                    Toy.model(),
                    dls,
                    Losses::crossEntropy,
                    0.05,
                    new Callback() {
                      @Override
                      public void afterLoss() {
                        if (rank == 2 && learn().iteration() % 3 == 1) {
                          throw new CancelBatchException("not this");
                        }
                      }
                    }));
  }
}
