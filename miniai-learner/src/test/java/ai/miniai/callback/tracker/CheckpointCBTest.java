package ai.miniai.callback.tracker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.miniai.callback.Callback;
import ai.miniai.callback.CallbackException;
import ai.miniai.callback.CancelFitException;
import ai.miniai.callback.progress.MetricsCB;
import ai.miniai.callback.schedule.BatchSchedCB;
import ai.miniai.callback.schedule.EpochSchedCB;
import ai.miniai.callback.schedule.LRFinderCB;
import ai.miniai.callback.schedule.RecorderCB;
import ai.miniai.data.DataLoader;
import ai.miniai.data.DataLoaders;
import ai.miniai.io.Safetensors;
import ai.miniai.learner.Learner;
import ai.miniai.learner.MomentumLearner;
import ai.miniai.learner.Toy;
import ai.miniai.learner.TrainLearner;
import ai.miniai.loss.Losses;
import ai.miniai.metric.MulticlassAccuracy;
import ai.miniai.nn.Dropout;
import ai.miniai.nn.Linear;
import ai.miniai.nn.Module;
import ai.miniai.nn.ReLU;
import ai.miniai.nn.Sequential;
import ai.miniai.nn.norm.BatchNorm1d;
import ai.miniai.optim.Adam;
import ai.miniai.optim.SGD;
import ai.miniai.optim.schedule.Exponential;
import ai.miniai.optim.schedule.OneCycle;
import ai.miniai.random.Generator;
import ai.miniai.random.Seed;
import ai.miniai.tensor.Tensor;
import com.google.common.collect.ImmutableMap;
import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("slow")
class CheckpointCBTest {
  private static final int EPOCHS = 2;
  private static final int BATCHES = 5;

  @TempDir Path folder;

  private enum Kind {
    ADAM {
      @Override
      Learner learner(Module model, DataLoaders dls, Callback... callbacks) {
        return new TrainLearner(model, dls, Losses::crossEntropy, 0.01, callbacks)
            .optimizer(Adam::new);
      }
    },
    SGD_WITH_MOMENTUM {
      @Override
      Learner learner(Module model, DataLoaders dls, Callback... callbacks) {
        return new TrainLearner(model, dls, Losses::crossEntropy, 0.01, callbacks)
            .optimizer((parameters, lr) -> new SGD(parameters, lr, 0.9));
      }
    },
    MOMENTUM_IN_THE_GRADIENTS {
      @Override
      Learner learner(Module model, DataLoaders dls, Callback... callbacks) {
        return new MomentumLearner(model, dls, Losses::crossEntropy, 0.01, callbacks);
      }
    };

    abstract Learner learner(Module model, DataLoaders dls, Callback... callbacks);
  }

  /** A run with everything that remembers something. */
  private static final class Run {
    final RecorderCB recorder = new RecorderCB().lr().momentum().loss();
    final MetricsCB metrics = new MetricsCB("accuracy", new MulticlassAccuracy()).log(row -> {});
    final Module model;
    final Learner learner;

    Run(Kind kind, long seed, Callback... more) {
      Seed.set(seed);
      model =
          new Sequential(
              new Linear(Toy.CLASSES, 8),
              new BatchNorm1d(8),
              new ReLU(),
              new Dropout(0.3),
              new Linear(8, Toy.CLASSES));
      DataLoaders dls =
          new DataLoaders(
              DataLoader.of(Toy.points(4 * BATCHES - 1, 1), 4).shuffle(true),
              DataLoader.of(Toy.points(6, 2), 4).shuffle(true).generator(new Generator(seed)));
      List<Callback> callbacks = new ArrayList<>(List.of(recorder, metrics));
      callbacks.add(new BatchSchedCB(new OneCycle(0.05, EPOCHS * BATCHES)));
      callbacks.addAll(List.of(more));
      learner = kind.learner(model, dls, callbacks.toArray(new Callback[0]));
    }

    void assertIsIdenticalTo(Run other) {
      assertThat(values(model)).usingRecursiveComparison().isEqualTo(values(other.model));
      assertThat(metrics.rows()).isEqualTo(other.metrics.rows());
      assertThat(recorder.lines()).usingRecursiveComparison().isEqualTo(other.recorder.lines());
    }

    private static Map<String, double[]> values(Module model) {
      ImmutableMap.Builder<String, double[]> values = ImmutableMap.builder();
      model.stateDict().forEach((name, value) -> values.put(name, value.toDoubles()));
      return values.buildOrThrow();
    }
  }

  private CheckpointCB saver() {
    return new CheckpointCB(folder);
  }

  // ---------------------------------------------------------------- going on

  @ParameterizedTest
  @EnumSource
  void aFitKilledAnywhereGoesOnAsIfItHadNeverStopped(Kind kind) {
    // GIVEN
    Run whole = new Run(kind, 3);
    whole.learner.fit(EPOCHS);
    int events = EPOCHS * (2 + 2 * BATCHES + 2);
    for (int at = 0; at < events; at++) {
      forget();
      Run killed = new Run(kind, 3, saver().every(2), new Kill(at));
      assertThatThrownBy(() -> killed.learner.fit(EPOCHS)).hasMessageContaining("killed");
      // WHEN another program goes on; its own seed matters only if there is no checkpoint yet
      boolean saved = Files.exists(folder.resolve(CheckpointCB.LAST));
      Run resumed = new Run(kind, saved ? 77 : 3, saver().every(2).resume());
      resumed.learner.fit(EPOCHS);
      // THEN
      resumed.assertIsIdenticalTo(whole);
    }
  }

  private void forget() {
    try {
      Files.deleteIfExists(folder.resolve(CheckpointCB.LAST));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aFitMayBeKilledAgainAndAgain() {
    // GIVEN
    Run whole = new Run(Kind.ADAM, 3);
    whole.learner.fit(EPOCHS);
    // WHEN
    int programs = 0;
    for (boolean done = false; !done; programs++) {
      Run run = new Run(Kind.ADAM, programs == 0 ? 3 : 77, saver().every(1).resume(), new Kill(6));
      try {
        run.learner.fit(EPOCHS);
        done = true;
        // THEN
        run.assertIsIdenticalTo(whole);
      } catch (CallbackException killed) {
        assertThat(killed).hasMessageContaining("killed");
      }
    }
    assertThat(programs).isGreaterThan(3);
  }

  @Test
  void savingChangesNothing() {
    // GIVEN
    Run plain = new Run(Kind.ADAM, 3);
    plain.learner.fit(EPOCHS);
    Run saved = new Run(Kind.ADAM, 3, saver().every(1).best(Monitor.min("loss")));
    // WHEN
    saved.learner.fit(EPOCHS);
    // THEN
    saved.assertIsIdenticalTo(plain);
  }

  @Test
  void aFitThatIsDoneCanBeMadeLonger() {
    // GIVEN
    Learner whole = Toy.trainLearner();
    whole.fit(3);
    Toy.trainLearner(saver()).fit(2);
    Learner longer = Toy.trainLearner(saver().resume());
    // WHEN
    longer.fit(3);
    // THEN
    assertThat(Toy.weights(longer.model()))
        .usingRecursiveComparison()
        .isEqualTo(Toy.weights(whole.model()));
  }

  @Test
  void skippingIsNoReasonForACancel() {
    // GIVEN
    Toy.trainLearner(saver()).fit(1);
    Learner longer = Toy.trainLearner(saver().resume());
    // WHEN
    longer.fit(2);
    // THEN
    assertThat(longer.cancelReason()).isEmpty();
  }

  @Test
  void resumesOnlyTheNextFit() {
    // GIVEN
    Toy.trainLearner(saver()).fit(1);
    RecorderCB recorder = new RecorderCB().loss();
    Learner learner = Toy.trainLearner(saver().resume(), recorder);
    learner.fit(1);
    // WHEN
    learner.fit(1);
    // THEN
    assertThat(recorder.lines().get("loss")).hasSize(2);
  }

  @Test
  void beginsAtTheBeginningIfThereIsNoCheckpoint() {
    // GIVEN
    RecorderCB recorder = new RecorderCB().loss();
    // WHEN
    Toy.trainLearner(saver().resume(), recorder).fit(1);
    // THEN
    assertThat(recorder.lines().get("loss")).hasSize(2);
  }

  @Test
  void aSearchForARateLeavesNoTrace() {
    // GIVEN
    Learner learner = Toy.trainLearner(saver().every(1));
    // WHEN
    LRFinderCB.lrFind(learner);
    // THEN
    assertThat(folder).isEmptyDirectory();
  }

  // ---------------------------------------------------------------- what is saved

  @Test
  void theBestWeightsAreThoseOfTheBestEpoch() {
    // GIVEN a model that gets worse in the second epoch
    Callback spoiler =
        new Callback() {
          @Override
          public void beforeEpoch() {
            if (epoch() == 1) {
              model().parameters().values().forEach(weight -> weight.array().muli(-9));
            }
          }
        };
    List<Map<String, double[]>> weights = new ArrayList<>();
    Callback keeper =
        new Callback() {
          @Override
          public void afterEpoch() {
            weights.add(Toy.weights(model()));
          }
        };
    MetricsCB metrics = new MetricsCB().log(row -> {});
    // WHEN
    Toy.trainLearner(metrics, spoiler, keeper, saver().best(Monitor.min("loss"))).fit(2);
    // THEN
    Module best = Toy.model();
    best.loadStateDict(Safetensors.read(folder.resolve(CheckpointCB.BEST)).tensors());
    assertThat(Toy.weights(best)).usingRecursiveComparison().isEqualTo(weights.get(1));
  }

  @Test
  void theLastCheckpointHoldsTheWeightsByName() {
    // WHEN
    Learner learner = Toy.trainLearner(saver());
    learner.fit(1);
    // THEN
    Tensor weight =
        Safetensors.read(folder.resolve(CheckpointCB.LAST)).tensors().get("model.0.weight");
    assertThat(weight.toDoubles()).containsExactly(Toy.weights(learner.model()).get("0.weight"));
  }

  @Test
  void twoCallbacksOfOneClassAreToldApart() {
    // GIVEN
    RecorderCB first = new RecorderCB().loss();
    RecorderCB second = new RecorderCB().lr();
    Toy.trainLearner(new RecorderCB().loss(), new RecorderCB().lr(), saver()).fit(1);
    // WHEN
    Toy.trainLearner(first, second, saver().resume()).fit(1);
    // THEN
    assertThat(first.lines().get("loss")).hasSize(2);
    assertThat(second.lines().get("lr")).containsExactly(0.1, 0.1);
  }

  // ---------------------------------------------------------------- what goes wrong

  @Test
  void aFullDiskEndsTheFitAndKeepsTheCheckpointBefore() throws IOException {
    // GIVEN a disk for one checkpoint, not for two
    Configuration small =
        Configuration.unix().toBuilder().setMaxSize(100_000).setBlockSize(512).build();
    try (FileSystem disk = Jimfs.newFileSystem(small)) {
      Path run = disk.getPath("run");
      CheckpointCB saver = new CheckpointCB(run);
      Toy.trainLearner(saver).fit(1);
      byte[] before = Files.readAllBytes(run.resolve(CheckpointCB.LAST));
      Files.write(disk.getPath("filler"), new byte[90_000 - before.length]);
      // WHEN, THEN
      assertThatThrownBy(() -> Toy.trainLearner(saver).fit(1))
          .isInstanceOf(CallbackException.class)
          .hasMessage(
              "callback CheckpointCB failed in beforeEpoch: cannot write run/last.safetensors: out"
                  + " of disk space: free some, or choose another disk");
      assertThat(Files.readAllBytes(run.resolve(CheckpointCB.LAST))).isEqualTo(before);
    }
  }

  @Test
  void aFolderThatCannotBeMadeIsAnErrorBeforeTheFirstBatch() throws IOException {
    // GIVEN
    Path file = Files.writeString(folder.resolve("file"), "");
    // WHEN, THEN
    assertThatThrownBy(() -> Toy.trainLearner(new CheckpointCB(file.resolve("run"))).fit(1))
        .hasMessageStartingWith(
            "callback CheckpointCB failed in beforeFit: cannot make the folder " + file);
  }

  @Test
  void aCheckpointOfAnotherModelIsRefusedWithTheNames() {
    // GIVEN
    Toy.trainLearner(saver()).fit(1);
    Learner other =
        new TrainLearner(
            new Sequential(new Linear(Toy.CLASSES, 4), new Linear(4, Toy.CLASSES)),
            Toy.data(),
            Losses::crossEntropy,
            0.1,
            saver().resume());
    // WHEN, THEN
    assertThatThrownBy(() -> other.fit(1))
        .hasMessage(
            "callback CheckpointCB failed in beforeFit: cannot go on from "
                + folder.resolve(CheckpointCB.LAST)
                + ": the state does not fit the model: 0.bias has shape [8], not [4]; 0.weight has shape [8, 3], not [4, 3]; 1.bias is"
                + " missing; 1.weight is missing; 2.bias is not in the model; 2.weight is not in"
                + " the model");
  }

  @Test
  void aCheckpointOfOtherDataIsRefused() {
    // GIVEN one that stands before batch 4
    Run killed = new Run(Kind.ADAM, 3, saver().every(4), new Kill(1 + 2 * 4 + 1));
    assertThatThrownBy(() -> killed.learner.fit(EPOCHS)).hasMessageContaining("killed");
    Learner other =
        Kind.ADAM.learner(
            killed.model,
            new DataLoaders(
                DataLoader.of(Toy.points(8, 1), 4),
                DataLoader.of(Toy.points(8, 1), 4).generator(new Generator(1))),
            saver().resume());
    // WHEN, THEN
    assertThatThrownBy(() -> other.fit(EPOCHS))
        .hasMessageContaining(
            "the checkpoint stands at epoch 0, training, batch 4, which this fit has passed over");
  }

  @Test
  void aFileThatIsNoCheckpointIsRefused() {
    // GIVEN
    Safetensors.of(Map.of("a", Tensor.ones(1))).write(folder.resolve(CheckpointCB.LAST));
    // WHEN, THEN
    assertThatThrownBy(() -> Toy.trainLearner(saver().resume()).fit(1))
        .hasMessageContaining(
            "is no checkpoint of this version: expected format \"miniai checkpoint 1\" in its"
                + " metadata, got {}");
  }

  // ---------------------------------------------------------------- what earlier fits have left

  private Map<String, Tensor> weights(String file) {
    return Safetensors.read(folder.resolve(file)).tensors();
  }

  @Test
  void anotherTrainingIsNotOverwrittenByMistake() throws IOException {
    // GIVEN
    Toy.trainLearner(saver()).fit(1);
    byte[] before = Files.readAllBytes(folder.resolve(CheckpointCB.LAST));
    // WHEN, THEN
    assertThatThrownBy(() -> Toy.trainLearner(saver()).fit(1))
        .hasMessage(
            "callback CheckpointCB failed in beforeFit: "
                + folder.resolve(CheckpointCB.LAST)
                + " holds an earlier training: go on from it with resume(), replace it with"
                + " overwrite(), or choose another folder");
    assertThat(folder.resolve(CheckpointCB.LAST)).hasBinaryContent(before);
  }

  @Test
  void overwriteBeginsAnew() {
    // GIVEN
    Toy.trainLearner(saver()).fit(3);
    Learner learner = Toy.trainLearner(saver().overwrite());
    // WHEN
    learner.fit(1);
    // THEN
    assertThat(weights(CheckpointCB.LAST).get("model.0.weight").toDoubles())
        .containsExactly(Toy.weights(learner.model()).get("0.weight"));
    assertThat(Safetensors.read(folder.resolve(CheckpointCB.LAST)).metadata())
        .containsEntry("epoch", "1");
  }

  @Test
  void theSameCallbackGoesOnWithItsOwnFiles() {
    // GIVEN
    Learner learner = Toy.trainLearner(saver());
    learner.fit(1);
    // WHEN
    learner.fit(1);
    // THEN
    assertThat(weights(CheckpointCB.LAST).get("model.0.weight").toDoubles())
        .containsExactly(Toy.weights(learner.model()).get("0.weight"));
  }

  @Test
  void eitherResumeOrOverwrite() {
    assertThatThrownBy(() -> Toy.trainLearner(saver().resume().overwrite()).fit(1))
        .hasMessageContaining("it is either resume() or overwrite(), not both");
  }

  private Learner watched(CheckpointCB saver, double scale) {
    Learner learner =
        Toy.trainLearner(new MetricsCB().log(row -> {}), saver.best(Monitor.min("loss")));
    learner.model().parameters().values().forEach(weight -> weight.array().muli(scale));
    return learner;
  }

  private double bestValue() {
    return Double.parseDouble(
        Safetensors.read(folder.resolve(CheckpointCB.BEST)).metadata().get("value"));
  }

  @Test
  void aWorseFitWithTheSameCallbackKeepsTheBestWeights() throws IOException {
    // GIVEN
    CheckpointCB saver = saver();
    watched(saver, 1).fit(2);
    byte[] best = Files.readAllBytes(folder.resolve(CheckpointCB.BEST));
    // WHEN
    watched(saver, -30).fit(1);
    // THEN
    assertThat(folder.resolve(CheckpointCB.BEST)).hasBinaryContent(best);
  }

  @Test
  void aWorseFitInTheSameFolderKeepsTheBestWeights() throws IOException {
    // GIVEN that the checkpoint has been deleted, to begin anew
    watched(saver(), 1).fit(2);
    byte[] best = Files.readAllBytes(folder.resolve(CheckpointCB.BEST));
    Files.delete(folder.resolve(CheckpointCB.LAST));
    // WHEN
    watched(saver(), -30).fit(1);
    // THEN
    assertThat(folder.resolve(CheckpointCB.BEST)).hasBinaryContent(best);
  }

  @Test
  void aBetterFitReplacesTheBestWeights() {
    // GIVEN
    CheckpointCB saver = saver();
    watched(saver, -30).fit(1);
    double before = bestValue();
    Learner better = watched(saver, 1);
    // WHEN
    better.fit(1);
    // THEN
    assertThat(bestValue()).isLessThan(before);
    assertThat(weights(CheckpointCB.BEST).get("0.weight").toDoubles())
        .containsExactly(Toy.weights(better.model()).get("0.weight"));
  }

  @Test
  void overwriteForgetsTheBestWeightsToo() {
    // GIVEN
    watched(saver(), 1).fit(2);
    double before = bestValue();
    // WHEN
    watched(saver().overwrite(), -30).fit(1);
    // THEN
    assertThat(bestValue()).isGreaterThan(before);
  }

  @Test
  void theBestByAnotherNumberIsNotOverwritten() throws IOException {
    // GIVEN
    watched(saver(), 1).fit(1);
    Files.delete(folder.resolve(CheckpointCB.LAST));
    MetricsCB metrics = new MetricsCB("accuracy", new MulticlassAccuracy()).log(row -> {});
    // WHEN, THEN
    assertThatThrownBy(
            () -> Toy.trainLearner(metrics, saver().best(Monitor.max("accuracy"))).fit(1))
        .hasMessageContaining(
            CheckpointCB.BEST
                + " holds weights that are the best by loss (min), which cannot be compared with"
                + " accuracy (max): go on");
  }

  @Test
  void theBestOfAnOlderVersionIsNotOverwritten() throws IOException {
    // GIVEN
    Safetensors.of(Toy.model().stateDict()).write(folder.resolve(CheckpointCB.BEST));
    // WHEN, THEN
    assertThatThrownBy(() -> watched(saver(), 1).fit(1))
        .hasMessageContaining("the best by a number that it does not tell");
  }

  @Test
  void twoFitsCannotSaveIntoOneFolderAtOnce() {
    // GIVEN a fit on another thread in the midst of which ours begins
    Callback other =
        new Callback() {
          @Override
          public void beforeBatch() {
            Thread thread =
                new Thread(() -> Toy.trainLearner(saver().overwrite()).fit(1), "second");
            List<Throwable> failures = new ArrayList<>();
            thread.setUncaughtExceptionHandler((t, failure) -> failures.add(failure));
            thread.start();
            try {
              thread.join();
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
            assertThat(failures).hasSize(1);
            assertThat(failures.get(0)).hasMessageContaining(folder + " is in use by a run on");
            throw new CancelFitException("seen");
          }
        };
    Learner learner = Toy.trainLearner(saver(), other);
    // WHEN
    learner.fit(1);
    // THEN
    assertThat(learner.cancelReason()).contains("seen");
  }

  // ---------------------------------------------------------------- damaged checkpoints

  @Test
  void aFlippedBitIsFoundAndTheModelStaysAsItWas() throws IOException {
    // GIVEN
    Toy.trainLearner(saver()).fit(1);
    Path last = folder.resolve(CheckpointCB.LAST);
    byte[] bytes = Files.readAllBytes(last);
    bytes[bytes.length - 1] ^= 1;
    Files.write(last, bytes);
    Learner learner = Toy.trainLearner(saver().resume());
    Map<String, double[]> before = Toy.weights(learner.model());
    // WHEN, THEN
    assertThatThrownBy(() -> learner.fit(1))
        .hasMessageMatching(
            "callback CheckpointCB failed in beforeFit: cannot read \\Q"
                + last
                + "\\E: the tensor \".*\" has the CRC-32C [0-9a-f]{8}, not [0-9a-f]{8} as when it"
                + " was written. The file is damaged: take a copy of it, or make it again. .*");
    assertThat(Toy.weights(learner.model())).usingRecursiveComparison().isEqualTo(before);
  }

  /** The same without its checksums, as older versions wrote it, and with other metadata. */
  private void rewrite(Map<String, String> changes, String... left) throws IOException {
    Path last = folder.resolve(CheckpointCB.LAST);
    Safetensors read = Safetensors.read(last);
    Map<String, String> metadata = new HashMap<>(read.metadata());
    metadata.putAll(changes);
    Map<String, Tensor> tensors = new HashMap<>(read.tensors());
    tensors.keySet().removeAll(List.of(left));
    new Safetensors(ImmutableMap.copyOf(tensors), ImmutableMap.copyOf(metadata)).write(last);
  }

  @Test
  void aCheckpointWithoutItsPlaceIsRefused() throws IOException {
    Toy.trainLearner(saver()).fit(1);
    for (String epoch : List.of("", "x", "-1", "4294967296")) {
      rewrite(Map.of("epoch", epoch));
      assertThatThrownBy(() -> Toy.trainLearner(saver().resume()).fit(1))
          .hasMessageContaining(
              "last.safetensors is no checkpoint that can be read: expected a number from 0 on as"
                  + " \"epoch\" in its metadata, got \""
                  + epoch);
    }
  }

  @Test
  void aCheckpointThatFitsInPartChangesNothing() throws IOException {
    // GIVEN one whose model fits, but whose optimizer is of another kind
    Kind.ADAM.learner(Toy.model(), Toy.data(), saver()).fit(1);
    Learner learner = Kind.SGD_WITH_MOMENTUM.learner(Toy.model(), Toy.data(), saver().resume());
    Map<String, double[]> before = Toy.weights(learner.model());
    // WHEN, THEN
    assertThatThrownBy(() -> learner.fit(1)).hasMessageContaining("cannot go on from " + folder);
    assertThat(Toy.weights(learner.model())).usingRecursiveComparison().isEqualTo(before);
  }

  @Test
  void aCheckpointWithoutItsRandomNumbersIsRefused() throws IOException {
    Toy.trainLearner(saver()).fit(1);
    rewrite(Map.of(), "random_now.default");
    assertThatThrownBy(() -> Toy.trainLearner(saver().resume()).fit(1))
        .hasMessageContaining("is no checkpoint that can be read: the state has no \"default\"");
  }

  @Test
  void watchingAMetricWantsAMetricsCB() {
    assertThatThrownBy(() -> Toy.trainLearner(saver().best(Monitor.max("accuracy"))).fit(1))
        .hasMessageContaining("there is no MetricsCB among the callbacks: add one");
  }

  @Test
  void anEpochScheduleGoesOnToo() {
    // GIVEN
    RecorderCB recorder = new RecorderCB().lr();
    Toy.trainLearner(new EpochSchedCB(new Exponential(0.5)), saver()).fit(2);
    // WHEN
    Toy.trainLearner(new EpochSchedCB(new Exponential(0.5)), recorder, saver().resume()).fit(3);
    // THEN
    assertThat(recorder.lines().get("lr")).containsExactly(0.025, 0.025);
  }
}
