package ai.miniai.callback.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.miniai.callback.Callback;
import ai.miniai.callback.CancelBatchException;
import ai.miniai.callback.CancelEpochException;
import ai.miniai.callback.CancelException;
import ai.miniai.callback.Event;
import ai.miniai.data.DataLoader;
import ai.miniai.data.DataLoaders;
import ai.miniai.data.Dataset;
import ai.miniai.data.Sample;
import ai.miniai.learner.Learner;
import ai.miniai.learner.MomentumLearner;
import ai.miniai.learner.Toy;
import ai.miniai.learner.TrainLearner;
import ai.miniai.loss.Losses;
import ai.miniai.nn.Linear;
import ai.miniai.nn.Module;
import ai.miniai.optim.AdamW;
import ai.miniai.parallel.At;
import ai.miniai.parallel.DataParallel;
import ai.miniai.parallel.OverlapCB;
import ai.miniai.random.Seed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Ranks that scale their losses train as one learner that does, and stay equal when one overflows.
 */
@Timeout(60)
class MixedPrecisionOfRanksTest {
  private static final int EPOCHS = 3;

  /** A gradient of the first layer with this factor fits into float32, but not 65,536 times. */
  private static final float HUGE = 1e36f;

  /** What a rank, or a learner alone, has done. */
  private record Run(Learner learner, MixedPrecisionCB scaling, List<Double> scales) {
    double[] weights() {
      return Toy.weights(learner.model()).values().stream()
          .flatMapToDouble(Arrays::stream)
          .toArray();
    }
  }

  /** Makes a learner with these callbacks. */
  private interface Maker {
    Learner make(DataLoaders dls, int rank, Callback... callbacks);
  }

  private static Run run(DataLoaders dls, int rank, Maker maker) {
    MixedPrecisionCB scaling =
        new MixedPrecisionCB(new LossScaler(0x1p16, 4), () -> true, text -> {});
    List<Double> scales = new ArrayList<>();
    Callback watcher =
        new Callback() {
          @Override
          public void afterStep() {
            scales.add(scaling.scale());
          }
        };
    return new Run(maker.make(dls, rank, scaling, watcher), scaling, scales);
  }

  private static Run alone(DataLoaders dls, Maker maker) {
    Seed.set(11);
    Run run = run(dls, 0, maker);
    run.learner.fit(EPOCHS);
    return run;
  }

  private static List<Run> together(int ranks, DataLoaders dls, Maker maker) {
    Map<Integer, Run> runs = new ConcurrentHashMap<>();
    Seed.set(11);
    new DataParallel(ranks)
        .fit(
            EPOCHS,
            replica -> {
              Run run = run(replica.shard(dls), replica.rank(), maker);
              runs.put(replica.rank(), run);
              return run.learner;
            });
    return List.copyOf(new TreeMap<>(runs).values());
  }

  private static void assertEqual(List<Run> ranks) {
    for (Run rank : ranks) {
      assertThat(rank.weights()).containsExactly(ranks.get(0).weights());
      assertThat(rank.scales).isEqualTo(ranks.get(0).scales);
      assertThat(rank.scaling.stateDict().get("scale").toDoubles())
          .containsExactly(ranks.get(0).scaling.stateDict().get("scale").toDoubles());
    }
  }

  private static DataLoaders data(Dataset items, int batch) {
    return new DataLoaders(
        DataLoader.of(items, batch).shuffle(true), DataLoader.of(Toy.points(20, 2), batch));
  }

  private static Learner learner(DataLoaders dls, Callback... callbacks) {
    return new TrainLearner(Toy.model(), dls, Losses::crossEntropy, 0.01, callbacks)
        .optimizer(AdamW::new);
  }

  private static Callback[] with(Callback[] callbacks, Callback... more) {
    return Stream.of(callbacks, more).flatMap(Stream::of).toArray(Callback[]::new);
  }

  // ---------------------------------------------------------------- many as one

  @ParameterizedTest
  @CsvSource({"2, 320, 64", "3, 1003, 100", "4, 106, 10"})
  void manyTrainAsOne(int ranks, int items, int batch) {
    Maker maker = (dls, rank, callbacks) -> learner(dls, with(callbacks, GradientClipCB.norm(0.5)));
    DataLoaders dls = data(Toy.points(items, 1), batch);
    List<Run> all = together(ranks, dls, maker);
    assertEqual(all);
    assertThat(all.get(0).weights()).containsExactly(alone(dls, maker).weights(), within(1e-5));
  }

  @Test
  void aScaleChangesNothing() {
    DataLoaders dls = data(Toy.points(103, 1), 10);
    List<Run> plain = together(3, dls, (own, rank, callbacks) -> learner(own));
    List<Run> scaled = together(3, dls, (own, rank, callbacks) -> learner(own, callbacks));
    assertThat(scaled.get(0).scaling.scale()).isGreaterThan(0x1p16);
    assertThat(scaled.get(0).weights()).containsExactly(plain.get(0).weights());
  }

  @Test
  void gatheredGradientsAreScaledBackOnce() {
    Maker maker =
        (dls, rank, callbacks) -> learner(dls, with(callbacks, new GradientAccumulationCB(3)));
    DataLoaders dls = data(Toy.points(103, 1), 10);
    List<Run> all = together(3, dls, maker);
    assertEqual(all);
    assertThat(all.get(0).weights()).containsExactly(alone(dls, maker).weights(), within(1e-5));
  }

  /** The momentum that is left in the gradients is scaled with the rest. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void momentumInTheGradientsSurvives(int ranks) {
    DataLoaders dls = data(Toy.points(103, 1), 10);
    List<Run> plain = together(ranks, dls, (own, rank, callbacks) -> momentum(own));
    List<Run> scaled = together(ranks, dls, (own, rank, callbacks) -> momentum(own, callbacks));
    assertEqual(scaled);
    assertThat(scaled.get(0).weights()).containsExactly(plain.get(0).weights());
  }

  private static Learner momentum(DataLoaders dls, Callback... callbacks) {
    return new MomentumLearner(Toy.model(), dls, Losses::crossEntropy, 0.05, callbacks);
  }

  @Test
  void whatAnOverlapHasSentIsSentAgain() {
    DataLoaders dls = data(Toy.points(103, 1), 10);
    List<Run> atOnce = together(2, dls, (own, rank, callbacks) -> learner(own, callbacks));
    List<Run> overlapping =
        together(
            2,
            dls,
            (own, rank, callbacks) ->
                learner(own, with(callbacks, new OverlapCB().firstBucketBytes(40))));
    assertEqual(overlapping);
    assertThat(overlapping.get(0).weights()).containsExactly(atOnce.get(0).weights());
  }

  // ---------------------------------------------------------------- overflows

  /** Points of which one makes the gradients overflow, in one of 4 batches. */
  private static Dataset withOneHuge() {
    Dataset points = Toy.points(40, 1);
    return Dataset.of(
        IntStream.range(0, points.size())
            .mapToObj(
                i ->
                    i == 17
                        ? Sample.of(new float[] {HUGE, -HUGE, HUGE}, new long[] {3}, 1)
                        : points.get(i))
            .toList());
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void anOverflowOnOneRankIsOneOnAll(int ranks) {
    // GIVEN a linear model: its gradient for an input of 10^36 is as large
    Maker maker = (dls, rank, callbacks) -> linear(dls, callbacks);
    // WHEN
    List<Run> all = together(ranks, data(withOneHuge(), 10), maker);
    // THEN each epoch has a step that is skipped
    assertEqual(all);
    List<Double> scales = all.get(0).scales;
    long halved =
        IntStream.range(1, scales.size()).filter(i -> scales.get(i) < scales.get(i - 1)).count();
    assertThat(halved + (scales.get(0) < 0x1p16 ? 1 : 0)).isEqualTo(EPOCHS);
    assertThat(all.get(0).weights()).doesNotContain(Double.NaN);
    // AND one learner does the same
    Run alone = alone(data(withOneHuge(), 10), maker);
    assertThat(scales).isEqualTo(alone.scales);
    assertThat(all.get(0).weights()).containsExactly(alone.weights(), within(1e-5));
  }

  private static Learner linear(DataLoaders dls, Callback... callbacks) {
    Seed.set(7);
    Module model = new Linear(Toy.CLASSES, Toy.CLASSES);
    return new TrainLearner(model, dls, Losses::crossEntropy, 0.01, callbacks);
  }

  // ---------------------------------------------------------------- cancelled batches

  /** Cancels something in a training batch of its rank. */
  private static Callback cancels(
      Event when, IntPredicate batches, Supplier<CancelException> what) {
    return new At(when) {
      @Override
      protected void now() {
        if (training() && batches.test(learn().iteration())) {
          throw what.get();
        }
      }
    };
  }

  private static Callback skipsEverySecond(Event when) {
    return cancels(when, batch -> batch % 2 == 1, () -> new CancelBatchException("not this"));
  }

  /** A rank whose batch was cancelled steps with the others, and so judges what they judge. */
  @ParameterizedTest
  @EnumSource(names = {"BEFORE_BATCH", "AFTER_PREDICT", "AFTER_LOSS", "AFTER_BACKWARD"})
  void aBatchCancelledOnOneRankKeepsTheScalesEqual(Event when) {
    assertEqual(
        together(
            3,
            data(withOneHuge(), 10),
            (dls, rank, callbacks) ->
                rank == 1
                    ? linear(dls, with(callbacks, skipsEverySecond(when)))
                    : linear(dls, callbacks)));
  }

  @Test
  void anEpochCancelledInAGroupKeepsTheScalesEqual() {
    Callback stop =
        cancels(Event.AFTER_LOSS, batch -> batch == 5, () -> new CancelEpochException("enough"));
    assertEqual(
        together(
            3,
            data(Toy.points(103, 1), 10),
            (dls, rank, callbacks) -> {
              Callback[] all = with(callbacks, new GradientAccumulationCB(4));
              return learner(dls, rank == 2 ? with(all, stop) : all);
            }));
  }

  /** What was scaled for a batch that has no step is scaled back: the next adds to it. */
  @Test
  void gradientsOfACancelledBatchAreLeftAsTheyAre() {
    DataLoaders dls = data(Toy.points(103, 1), 10);
    Run plain =
        alone(dls, (own, rank, unused) -> learner(own, skipsEverySecond(Event.AFTER_BACKWARD)));
    Run scaled =
        alone(
            dls,
            (own, rank, callbacks) ->
                learner(own, with(callbacks, skipsEverySecond(Event.AFTER_BACKWARD))));
    assertThat(scaled.weights()).containsExactly(plain.weights());
  }
}
