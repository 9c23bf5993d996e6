package ai.miniai.callback.tracker;

import static ai.miniai.callback.tracker.Run.BATCHES;
import static ai.miniai.callback.tracker.Run.EPOCHS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.miniai.callback.CallbackException;
import ai.miniai.callback.schedule.EpochSchedCB;
import ai.miniai.callback.schedule.RecorderCB;
import ai.miniai.callback.tracker.Run.Kind;
import ai.miniai.data.DataLoader;
import ai.miniai.data.DataLoaders;
import ai.miniai.io.Safetensors;
import ai.miniai.learner.Learner;
import ai.miniai.learner.Toy;
import ai.miniai.learner.TrainLearner;
import ai.miniai.loss.Losses;
import ai.miniai.nn.Linear;
import ai.miniai.nn.Sequential;
import ai.miniai.optim.schedule.Exponential;
import ai.miniai.random.Generator;
import ai.miniai.tensor.Tensor;
import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("slow")
class CheckpointResumingTest {
  @TempDir Path folder;

  private CheckpointCB saver() {
    return new CheckpointCB(folder);
  }

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

  // ---------------------------------------------------------------- checkpoints that do not fit

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
  void aCheckpointThatFitsInPartChangesNothing() throws IOException {
    // GIVEN one whose model fits, but whose optimizer is of another kind
    Kind.ADAM.learner(Toy.model(), Toy.data(), saver()).fit(1);
    Learner learner = Kind.SGD_WITH_MOMENTUM.learner(Toy.model(), Toy.data(), saver().resume());
    Map<String, double[]> before = Toy.weights(learner.model());
    // WHEN, THEN
    assertThatThrownBy(() -> learner.fit(1)).hasMessageContaining("cannot go on from " + folder);
    assertThat(Toy.weights(learner.model())).usingRecursiveComparison().isEqualTo(before);
  }

  // ---------------------------------------------------------------- damaged checkpoints

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
  void aCheckpointWithoutItsRandomNumbersIsRefused() throws IOException {
    Toy.trainLearner(saver()).fit(1);
    rewrite(Map.of(), "random_now.default");
    assertThatThrownBy(() -> Toy.trainLearner(saver().resume()).fit(1))
        .hasMessageContaining("is no checkpoint that can be read: the state has no \"default\"");
  }
}
