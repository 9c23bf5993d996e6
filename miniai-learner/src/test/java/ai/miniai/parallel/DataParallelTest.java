package ai.miniai.parallel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.miniai.callback.Callback;
import ai.miniai.callback.progress.MetricsCB;
import ai.miniai.callback.training.GradientClipCB;
import ai.miniai.data.DataLoader;
import ai.miniai.data.DataLoaders;
import ai.miniai.learner.Learner;
import ai.miniai.learner.Toy;
import ai.miniai.learner.TrainLearner;
import ai.miniai.loss.Losses;
import ai.miniai.metric.Average;
import ai.miniai.metric.Metric;
import ai.miniai.metric.MulticlassAccuracy;
import ai.miniai.metric.MulticlassConfusionMatrix;
import ai.miniai.metric.MulticlassF1Score;
import ai.miniai.nn.Linear;
import ai.miniai.nn.Module;
import ai.miniai.nn.ReLU;
import ai.miniai.nn.Sequential;
import ai.miniai.nn.norm.BatchNorm1d;
import ai.miniai.optim.AdamW;
import ai.miniai.random.Seed;
import ai.miniai.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Replicas of a learner train as one alone would. */
class DataParallelTest {
  private static final double CLIP = 0.5;

  private static Learner learner(Module model, DataLoaders dls, Callback... callbacks) {
    return new TrainLearner(model, dls, Losses::crossEntropy, 0.01, callbacks)
        .optimizer(AdamW::new);
  }

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

  @ParameterizedTest
  @CsvSource({"2, 320, 64", "3, 1003, 200", "4, 1003, 99", "1, 320, 64"})
  void manyTrainAsOne(int ranks, int items, int batch) {
    Seed.set(11);
    Learner alone = learner(Toy.model(), data(items, batch), GradientClipCB.norm(CLIP));
    alone.fit(4);
    Seed.set(11);
    Learner together =
        new DataParallel(ranks)
            .fit(
                4,
                replica ->
                    learner(
                        Toy.model(), replica.shard(data(items, batch)), GradientClipCB.norm(CLIP)));
    assertThat(largestDifference(together.model(), alone.model())).isLessThan(1e-5);
  }

  private static double largestDifference(Module one, Module other) {
    double[] a = numbers(one);
    double[] b = numbers(other);
    return IntStream.range(0, a.length).mapToDouble(i -> Math.abs(a[i] - b[i])).max().orElseThrow();
  }

  private static Sequential normalized() {
    Seed.set(7);
    return new Sequential(
        new Linear(3, 8),
        new BatchNorm1d(8),
        new ReLU(),
        new Linear(8, 4),
        new BatchNorm1d(4),
        new Linear(4, 3));
  }

  /**
   * With plain SGD: Adam makes large steps of the rounding errors that are the gradient of a bias
   * before a normalisation.
   */
  private static Learner plain(Module model, DataLoaders dls) {
    return new TrainLearner(model, dls, Losses::crossEntropy, 0.1);
  }

  /** Uneven shares: 7, 7 and 6 items of a batch of 20. */
  @Test
  void synchronisedStatisticsAreThoseOfTheWholeBatch() {
    Learner alone = plain(normalized(), data(100, 20));
    alone.fit(4); // 20 steps
    Learner together =
        new DataParallel(3)
            .fit(
                4,
                replica -> plain(replica.synchronised(normalized()), replica.shard(data(100, 20))));
    assertThat(largestDifference(together.model(), alone.model())).isLessThan(1e-5);
    Map<String, Tensor> buffers = alone.model().buffers();
    together
        .model()
        .buffers()
        .forEach(
            (name, value) ->
                assertThat(value.toDoubles())
                    .as(name)
                    .containsExactly(buffers.get(name).toDoubles(), within(1e-5)));
  }

  @Test
  void withoutThatEachRankTakesItsOwnStatistics() {
    Learner alone = plain(normalized(), data(100, 20));
    alone.fit(1);
    Learner together =
        new DataParallel(2).fit(1, replica -> plain(normalized(), replica.shard(data(100, 20))));
    assertThat(largestDifference(together.model(), alone.model())).isGreaterThan(1e-4);
  }

  @Test
  void oneReplicaIsTheSameBits() {
    Learner alone = learner(Toy.model(), data(100, 10));
    alone.fit(2);
    Learner replica =
        new DataParallel(1).fit(2, one -> learner(Toy.model(), one.shard(data(100, 10))));
    assertThat(Fingerprint.of(replica.model())).isEqualTo(Fingerprint.of(alone.model()));
  }

  @Test
  void metricsAreThoseOfAllItems() {
    MetricsCB alone = metrics();
    learner(Toy.model(), data(103, 10), alone).fit(2);
    Map<Integer, MetricsCB> each = new ConcurrentHashMap<>();
    new DataParallel(3)
        .fit(
            2,
            replica -> {
              MetricsCB own = metrics();
              each.put(replica.rank(), own);
              return learner(Toy.model(), replica.shard(data(103, 10)), own);
            });
    for (MetricsCB one : each.values()) {
      assertThat(one.rows()).hasSize(4);
      for (int row = 0; row < 4; row++) {
        for (String name : one.names()) {
          assertThat(one.rows().get(row).values().get(name))
              .as("%s of row %s", name, row)
              .isCloseTo(alone.rows().get(row).values().get(name), within(1e-5));
        }
      }
    }
  }

  private static MetricsCB metrics() {
    Map<String, Metric> metrics = new TreeMap<>();
    metrics.put("accuracy", new MulticlassAccuracy());
    metrics.put("matrix", new MulticlassConfusionMatrix());
    metrics.put("f1", new MulticlassF1Score(Average.MACRO));
    return new MetricsCB(metrics).log(row -> {});
  }

  @Test
  void ranksAreEqualAfterEachEpochWhateverTheyStartedFrom() {
    Map<Integer, List<String>> prints = new ConcurrentHashMap<>();
    new DataParallel(3)
        .fit(
            3,
            replica -> {
              Seed.set(100 + replica.rank());
              Module model =
                  new Sequential(
                      new Linear(3, 8), new BatchNorm1d(8), new ReLU(), new Linear(8, 3));
              List<String> own = Collections.synchronizedList(new ArrayList<>());
              prints.put(replica.rank(), own);
              return learner(
                  model,
                  replica.shard(data(100, 20)),
                  new Callback() {
                    @Override
                    public void afterEpoch() {
                      own.add(Fingerprint.of(model()) + buffers(model()));
                    }
                  });
            });
    // Training passes end with different running statistics; rank 0's are those of the validation.
    for (int rank = 1; rank < 3; rank++) {
      for (int pass : new int[] {1, 3, 5}) {
        assertThat(prints.get(rank).get(pass)).isEqualTo(prints.get(0).get(pass));
      }
    }
    assertThat(prints.get(0).get(1)).isNotEqualTo(prints.get(0).get(3));
  }

  private static String buffers(Module model) {
    StringBuilder text = new StringBuilder();
    for (Tensor buffer : model.buffers().values()) {
      text.append(Arrays.toString(buffer.toDoubles()));
    }
    return text.toString();
  }

  @Test
  void randomNumbersOfOtherThreadsAreNotTouched() {
    Seed.set(5);
    String before = Seed.generator().state().toString();
    new DataParallel(2)
        .fit(0, replica -> learner(new Sequential(new Linear(3, 3)), replica.shard(data(10, 5))));
    Thread unseeded = new Thread(() -> assertThat(Seed.generator().seed()).isEqualTo(5));
    List<Throwable> failures = new ArrayList<>();
    unseeded.setUncaughtExceptionHandler((thread, failure) -> failures.add(failure));
    unseeded.start();
    try {
      unseeded.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    assertThat(failures).isEmpty();
    assertThat(before).isNotEmpty();
  }
}
