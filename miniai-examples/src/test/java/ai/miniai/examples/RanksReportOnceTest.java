package ai.miniai.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.miniai.callback.Callback;
import ai.miniai.callback.progress.CsvLoggerCB;
import ai.miniai.callback.progress.CsvStepsCB;
import ai.miniai.callback.progress.JsonLinesCB;
import ai.miniai.callback.progress.MetricsCB;
import ai.miniai.data.DataLoader;
import ai.miniai.data.DataLoaders;
import ai.miniai.data.Dataset;
import ai.miniai.data.Sample;
import ai.miniai.doctor.DoctorCB;
import ai.miniai.learner.Learner;
import ai.miniai.learner.TrainLearner;
import ai.miniai.live.LivePage;
import ai.miniai.loss.Losses;
import ai.miniai.metric.MulticlassAccuracy;
import ai.miniai.nn.Linear;
import ai.miniai.nn.ReLU;
import ai.miniai.nn.Sequential;
import ai.miniai.parallel.DataParallel;
import ai.miniai.random.Generator;
import ai.miniai.random.Seed;
import ai.miniai.tracking.TensorBoardCB;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What prints, shows or writes does so on rank 0 only, with the numbers of all ranks. */
class RanksReportOnceTest {
  private static final int ITEMS = 103;
  private static final int BATCH = 10;
  private static final int EPOCHS = 2;

  @TempDir private Path folder;

  private final Queue<Integer> said = new ConcurrentLinkedQueue<>();

  private static DataLoaders data() {
    float[] values = new Generator(1).normal(4 * ITEMS, 0, 1);
    Dataset points =
        Dataset.of(
            IntStream.range(0, ITEMS)
                .mapToObj(
                    i ->
                        Sample.of(
                            Arrays.copyOfRange(values, 4 * i, 4 * i + 4),
                            new long[] {4},
                            values[4 * i] > 0 ? 1 : 0))
                .toList());
    return new DataLoaders(
        DataLoader.of(points, BATCH).shuffle(true), DataLoader.of(points, 2 * BATCH));
  }

  private static Learner learner(DataLoaders dls, Callback... callbacks) {
    return new TrainLearner(
        new Sequential(new Linear(4, 8), new ReLU(), new Linear(8, 2)),
        dls,
        Losses::crossEntropy,
        0.1,
        callbacks);
  }

  private MetricsCB metrics(int rank) {
    return new MetricsCB("accuracy", new MulticlassAccuracy()).log(row -> said.add(rank));
  }

  @Test
  void filesAreThoseOfRank0AndMetricsThoseOfOneLearner() throws IOException {
    Seed.set(3);
    MetricsCB alone = metrics(0);
    learner(data(), alone).fit(EPOCHS);
    said.clear();
    Map<Integer, MetricsCB> each = new ConcurrentHashMap<>();
    Seed.set(3);
    new DataParallel(3)
        .fit(
            EPOCHS,
            replica -> {
              int rank = replica.rank();
              Path own = folder.resolve("rank" + rank);
              MetricsCB metrics = metrics(rank);
              each.put(rank, metrics);
              return learner(
                  replica.shard(data()),
                  metrics,
                  new DoctorCB().onDiagnosis(found -> {}),
                  new LivePage().onAddress(address -> said.add(rank)),
                  new TensorBoardCB(own.resolve("board")),
                  new CsvStepsCB(own.resolve("steps.csv")),
                  new CsvLoggerCB(own.resolve("epochs.csv")),
                  new JsonLinesCB(own.resolve("lines.json")));
            });
    assertThat(said).hasSize(1 + 2 * EPOCHS).containsOnly(0);
    try (var there = Files.list(folder)) {
      assertThat(there.map(path -> path.getFileName().toString())).containsExactly("rank0");
    }
    int steps = EPOCHS * ((ITEMS + BATCH - 1) / BATCH);
    Path first = folder.resolve("rank0");
    assertThat(Files.readAllLines(first.resolve("steps.csv"))).hasSize(1 + steps);
    assertThat(Files.readAllLines(first.resolve("lines.json"))).hasSize(steps + 2 * EPOCHS);
    assertThat(first.resolve("board")).isDirectoryContaining(file -> true);
    for (MetricsCB one : each.values()) {
      for (int row = 0; row < alone.rows().size(); row++) {
        for (String name : List.of("accuracy", "loss")) {
          assertThat(one.rows().get(row).values().get(name))
              .isCloseTo(alone.rows().get(row).values().get(name), within(1e-5));
        }
      }
    }
  }

  @Test
  void aPageThatWouldChangeOneRankIsRefused() {
    assertThatThrownBy(
            () ->
                new DataParallel(2)
                    .fit(
                        1,
                        replica ->
                            learner(
                                replica.shard(data()),
                                new LivePage().control().onAddress(address -> said.add(0)))))
        .hasMessageContaining("control() changes this rank, but the others would not follow it");
    assertThat(said).isEmpty();
  }
}
