package ai.miniai.callback.tracker;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkState;

import ai.miniai.callback.Callback;
import ai.miniai.callback.CancelBatchException;
import ai.miniai.callback.CancelEpochException;
import ai.miniai.callback.progress.MetricsCB;
import ai.miniai.io.RunFolder;
import ai.miniai.learner.RandomState;
import ai.miniai.nn.StateDicts;
import ai.miniai.nn.Stateful;
import ai.miniai.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Saves a fit while it runs, and takes it up again where it was saved, so that one that was killed
 * goes on bit for bit as if it had never stopped.
 *
 * <pre>{@code
 * var saver = new CheckpointCB(Path.of("run")).every(100).best(Monitor.max("accuracy")).resume();
 * new TrainLearner(model, dls, Losses::crossEntropy, 0.1, new MetricsCB(...), saver).fit(20);
 * }</pre>
 *
 * <p>{@code last.safetensors} holds everything: weights ("model.0.weight"), gradients, optimizer,
 * {@link Stateful} callbacks, where {@code Seed}'s generators and those of the loaders stand, and
 * the place in the loop. It is written before each pass through the data but the first, at the end
 * of the fit, and every so many batches. {@code best.safetensors} holds the best model's state dict
 * alone, and how good they are. Either is replaced at one stroke: whatever happens, the old one or
 * the new one is there. Both carry checksums: a damaged one is found when it is read.
 *
 * <p>What an earlier training has left is not lost by mistake. A fit does not begin in a folder
 * with the checkpoint of another one, unless {@link #resume} or {@link #overwrite} says what is to
 * become of it; later fits with this very callback go on with its own files. The best weights give
 * way to better ones only, also those of an earlier fit (fastai's {@code SaveModelCallback} forgets
 * them). While a fit runs, no other one can save into its folder, see {@link RunFolder}.
 *
 * <p>A fit that is taken up again must be made as it was the first time: the same model, data,
 * optimizer, callbacks and number of epochs. Epochs that are done are skipped; so are the batches
 * of a pass that are done, but these are loaded. What shuffles by itself, such as an iterator of
 * ND4J, is not saved. Nothing is saved of {@code LRFinderCB.lrFind}.
 *
 * <p>All this happens at the beginning of a batch or a pass, before any other callback sees it.
 */
public final class CheckpointCB extends Callback implements Stateful {
  /** The file that a fit can be taken up from. */
  public static final String LAST = "last.safetensors";

  /** The file with the best weights. */
  public static final String BEST = "best.safetensors";

  static final String ADVICE =
      "go on from it with resume(), replace it with overwrite(), or choose another folder";

  private final Path folder;
  private int every = Integer.MAX_VALUE;
  private @Nullable Monitor monitor;
  private double best;
  private boolean resumes;
  private boolean overwrites;
  private boolean ours;
  private @Nullable RunFolder run;
  private @Nullable Checkpoint ahead;
  private @Nullable RandomState passBegan;

  /** Saves into {@code folder}, which is made if it is not there. */
  public CheckpointCB(Path folder) {
    this.folder = folder;
  }

  /** Saves after every {@code batches} batches of training too, counted in each epoch. */
  public CheckpointCB every(int batches) {
    checkArgument(batches > 0, "expected 1 batch or more between checkpoints, got %s", batches);
    every = batches;
    return this;
  }

  /**
   * Saves the weights too whenever this has become better, also than those in the folder. Wants a
   * {@link MetricsCB}.
   */
  public CheckpointCB best(Monitor watched) {
    monitor = watched;
    return this;
  }

  /**
   * Has the next fit go on from the last checkpoint in the folder, if there is one; otherwise it
   * begins at the beginning, so that a program can be started again however often it was killed.
   */
  public CheckpointCB resume() {
    resumes = true;
    return this;
  }

  /** Has the next fit begin anew, and deletes the checkpoint and the best weights in the folder. */
  public CheckpointCB overwrite() {
    overwrites = true;
    return this;
  }

  /** Before all others. */
  @Override
  public int order() {
    return Integer.MIN_VALUE;
  }

  @Override
  public boolean inTryOut() {
    return false;
  }

  @Override
  public void beforeFit() {
    ahead = null;
    Monitor watched = monitor;
    if (watched != null) {
      watched.check(learn());
    }
    checkArgument(!(resumes && overwrites), "it is either resume() or overwrite(), not both");
    run = openFolder();
    if (overwrites) {
      BestFile.delete(file(LAST));
      BestFile.delete(file(BEST));
    }
    Checkpoint found = resumes && Files.exists(file(LAST)) ? resumed() : null;
    checkState(
        ours || found != null || !Files.exists(file(LAST)),
        "%s holds an earlier training: %s",
        file(LAST),
        ADVICE);
    if (watched != null) {
      best = bestSoFar(watched, found != null);
    }
    ahead = found;
    resumes = false;
    overwrites = false;
  }

  private Path file(String name) {
    return folder.resolve(name);
  }

  private RunFolder openFolder() {
    try {
      return RunFolder.open(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  /** What does not fit shows itself now. */
  private Checkpoint resumed() {
    Checkpoint found = Checkpoint.read(file(LAST));
    try {
      found.restore(learn());
    } catch (IllegalArgumentException doesNotFit) {
      throw new IllegalArgumentException(
          "cannot go on from " + file(LAST) + ": " + doesNotFit.getMessage(), doesNotFit);
    }
    return found;
  }

  /** Of what is in the folder; where a checkpoint is taken up, {@code best} is what it says. */
  private double bestSoFar(Monitor watched, boolean resumed) {
    double own = resumed ? best : watched.worst();
    OptionalDouble there;
    try {
      there = new BestFile(file(BEST), watched).value();
    } catch (IllegalStateException unknown) {
      if (resumed) {
        return own; // it was saved by an older version, or before another number was watched
      }
      throw unknown;
    }
    return there.isPresent() && watched.isBetter(there.getAsDouble(), own)
        ? there.getAsDouble()
        : own;
  }

  @Override
  public void cleanupFit() {
    RunFolder held = run;
    if (held != null) {
      run = null;
      held.close();
    }
  }

  @Override
  public void beforeEpoch() {
    Position here = new Position(epoch(), training(), 0);
    Checkpoint checkpoint = ahead;
    if (checkpoint == null) {
      passBegan = RandomState.take(learn().dls());
      if (!here.equals(new Position(0, true, 0))) {
        save(here);
      }
    } else if (here.compareTo(checkpoint.position().beginning()) < 0) {
      throw CancelEpochException.silent();
    } else {
      checkReachable(checkpoint, here.equals(checkpoint.position().beginning()));
      passBegan = checkpoint.passBegan();
      if (here.equals(checkpoint.position())) {
        goOn(checkpoint);
      } else {
        checkpoint.passBegan().restore(learn().dls());
      }
    }
  }

  @Override
  public void beforeBatch() {
    Position here = new Position(epoch(), training(), learn().iteration());
    Checkpoint checkpoint = ahead;
    if (checkpoint == null) {
      if (training() && here.batch() > 0 && here.batch() % every == 0) {
        save(here);
      }
    } else if (here.equals(checkpoint.position())) {
      goOn(checkpoint);
    } else {
      throw CancelBatchException.silent();
    }
  }

  private static void checkReachable(Checkpoint checkpoint, boolean reachable) {
    checkState(
        reachable,
        "the checkpoint stands at %s, which this fit has passed over: are data, batch size and"
            + " kind of fit those of the first time?",
        checkpoint.position());
  }

  private void goOn(Checkpoint checkpoint) {
    double bestThere = best;
    checkpoint.restore(learn());
    best = bestThere; // a better one may be in the folder
    ahead = null;
    ours = true;
  }

  private void save(Position position) {
    RandomState began = passBegan;
    checkState(began != null, "no pass has begun");
    Checkpoint.take(learn(), position, began).write(file(LAST));
    ours = true;
  }

  @Override
  public void cleanupEpoch() {
    Monitor watched = monitor;
    if (watched != null && ahead == null) {
      OptionalDouble value = watched.read(learn());
      if (value.isPresent() && watched.isBetter(value.getAsDouble(), best)) {
        best = value.getAsDouble();
        new BestFile(file(BEST), watched).write(model(), best);
      }
    }
  }

  @Override
  public void afterFit() {
    Position end = new Position(learn().epochs(), true, 0);
    Checkpoint checkpoint = ahead;
    if (checkpoint == null) {
      passBegan = RandomState.take(learn().dls());
      save(end);
    } else { // there was nothing left to do
      checkReachable(checkpoint, checkpoint.position().compareTo(end) >= 0);
      goOn(checkpoint);
    }
  }

  @Override
  public Map<String, Tensor> stateDict() {
    return Map.of("best", StateDicts.tensor(best));
  }

  @Override
  public void loadStateDict(Map<String, Tensor> state) {
    best = StateDicts.values(state, "best", 1)[0];
  }
}
