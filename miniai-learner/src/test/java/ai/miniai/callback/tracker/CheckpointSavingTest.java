package ai.miniai.callback.tracker;

import static ai.miniai.callback.tracker.Run.EPOCHS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.miniai.callback.Callback;
import ai.miniai.callback.CallbackException;
import ai.miniai.callback.CancelFitException;
import ai.miniai.callback.schedule.LRFinderCB;
import ai.miniai.callback.tracker.Run.Kind;
import ai.miniai.io.Safetensors;
import ai.miniai.learner.Learner;
import ai.miniai.learner.Toy;
import ai.miniai.tensor.Tensor;
import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class CheckpointSavingTest {
  @TempDir Path folder;

  private CheckpointCB saver() {
    return new CheckpointCB(folder);
  }

  private Map<String, Tensor> weights(String file) {
    return Safetensors.read(folder.resolve(file)).tensors();
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
  void aSearchForARateLeavesNoTrace() {
    // GIVEN
    Learner learner = Toy.trainLearner(saver().every(1));
    // WHEN
    LRFinderCB.lrFind(learner);
    // THEN
    assertThat(folder).isEmptyDirectory();
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

  // ---------------------------------------------------------------- what earlier fits have left

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
}
