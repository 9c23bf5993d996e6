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
 * Saves checkpoints of a fit and resumes from them: a fit that was killed continues bit for bit as
 * if it had never stopped.
 *
 * <pre>{@code
 * var saver = new CheckpointCB(Path.of("run")).every(100).best(Monitor.max("accuracy")).resume();
 * new TrainLearner(model, dls, Losses::crossEntropy, 0.1, new MetricsCB(...), saver).fit(20);
 * }</pre>
 *
 * <p>{@code last.safetensors} holds weights ("model.0.weight"), gradients, optimizer, {@link
 * Stateful} callbacks, the state of {@code Seed}'s and the loaders' random number generators, and
 * the position in the loop. It is written before each pass through the data except the first, at
 * the end of the fit, and after every n batches if {@link #every} says so. {@code best.safetensors}
 * holds the state dict of the best model and its metric. Files are replaced atomically, and
 * checksums detect damaged ones.
 *
 * <p>Files of an earlier training are protected. If the folder has a checkpoint of another fit, a
 * fit fails unless {@link #resume} or {@link #overwrite} was called; later fits with the same
 * callback object replace its own files. Only better weights replace the best ones, also those of
 * an earlier fit (unlike fastai's {@code SaveModelCallback}). While a fit runs, no other fit can
 * save into its folder, see {@link RunFolder}.
 *
 * <p>To resume, build the same model, data, optimizer and callbacks, and fit for the same number of
 * epochs. Finished epochs are skipped. The finished batches of a pass are loaded and skipped. Not
 * saved is the state of other random number generators, such as that of a shuffling ND4J iterator.
 * Nothing is saved during a {@code Learner.tryOut}, such as the learning rate finder.
 *
 * <p>In data-parallel training rank 0 saves, and each rank resumes from the same file.
 *
 * <p>Checkpoints are written and restored at the start of a batch or a pass, before all other
 * callbacks.
 */
public final class CheckpointCB extends Callback implements Stateful {
  /** The name of the checkpoint file. */
  public static final String LAST = "last.safetensors";

  /** The name of the file with the best weights. */
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

  /** Saves into {@code folder}, which is created if necessary. */
  public CheckpointCB(Path folder) {
    this.folder = folder;
  }

  /** Also saves after every {@code batches} training batches, counted in each epoch. */
  public CheckpointCB every(int batches) {
    checkArgument(batches > 0, "expected 1 batch or more between checkpoints, got %s", batches);
    every = batches;
    return this;
  }

  /**
   * Also saves the weights whenever this metric is better than for the best weights in the folder.
   * Needs a {@link MetricsCB}.
   */
  public CheckpointCB best(Monitor watched) {
    monitor = watched;
    return this;
  }

  /**
   * Resumes the next fit from the checkpoint in the folder. Without a checkpoint the fit starts at
   * the beginning, so a program that always calls this can be restarted after any crash.
   */
  public CheckpointCB resume() {
    resumes = true;
    return this;
  }

  /** Starts the next fit anew, and deletes the checkpoint and the best weights in the folder. */
  public CheckpointCB overwrite() {
    overwrites = true;
    return this;
  }

  /** Before all other callbacks. */
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
    run = writes() ? openFolder() : null;
    if (overwrites && writes()) {
      BestFile.delete(file(LAST));
      BestFile.delete(file(BEST));
    }
    Checkpoint found = resumes && Files.exists(file(LAST)) ? resumed() : null;
    checkState(
        ours || found != null || !writes() || !Files.exists(file(LAST)),
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

  /** Ranks are equal: one saves what all can go on from. */
  private boolean writes() {
    return learn().rank() == 0;
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

  /** Restores once at the start of the fit, to fail early if the checkpoint does not fit. */
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

  /** The best value of the folder and, after resuming, of the checkpoint. */
  private double bestSoFar(Monitor watched, boolean resumed) {
    double own = resumed ? best : watched.worst();
    OptionalDouble there;
    try {
      there = new BestFile(file(BEST), watched).value();
    } catch (IllegalStateException unknown) {
      if (resumed) {
        return own; // saved by an older version, or for another metric
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
    if (!writes()) {
      return;
    }
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
        if (writes()) {
          new BestFile(file(BEST), watched).write(model(), best);
        }
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
    } else { // the whole fit was finished
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
