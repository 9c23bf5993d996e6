package ai.miniai.callback;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkState;

import ai.miniai.io.Safetensors;
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
 * alone. Either is replaced at one stroke: whatever happens, the old one or the new one is there.
 *
 * <p>A fit that is taken up again must be made as it was the first time: the same model, data,
 * optimizer, callbacks and number of epochs. Epochs that are done are skipped; so are the batches
 * of a pass that are done, but these are loaded. What shuffles by itself, such as an iterator of
 * ND4J, is not saved. Nothing is saved of {@link LRFinderCB#lrFind}.
 *
 * <p>All this happens at the beginning of a batch or a pass, before any other callback sees it.
 */
public final class CheckpointCB extends Callback implements Stateful {
  /** The file that a fit can be taken up from. */
  public static final String LAST = "last.safetensors";

  /** The file with the best weights. */
  public static final String BEST = "best.safetensors";

  private final Path folder;
  private int every = Integer.MAX_VALUE;
  private @Nullable Monitor monitor;
  private double best;
  private boolean resumes;
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

  /** Saves the weights too whenever this has become better. Wants a {@link MetricsCB}. */
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
    if (monitor != null) {
      monitor.check(learn());
      best = monitor.worst();
    }
    makeFolder();
    Path last = folder.resolve(LAST);
    if (resumes && Files.exists(last)) {
      Checkpoint found = Checkpoint.read(last);
      found.restore(learn()); // what does not fit shows itself now
      ahead = found;
    }
    resumes = false;
  }

  private void makeFolder() {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot make the folder " + folder + " for checkpoints: " + e, e);
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
    checkpoint.restore(learn());
    ahead = null;
  }

  private void save(Position position) {
    RandomState began = passBegan;
    checkState(began != null, "no pass has begun");
    Checkpoint.take(learn(), position, began).write(folder.resolve(LAST));
  }

  @Override
  public void cleanupEpoch() {
    Monitor watched = monitor;
    if (watched != null && ahead == null) {
      OptionalDouble value = watched.read(learn());
      if (value.isPresent() && watched.isBetter(value.getAsDouble(), best)) {
        Safetensors.of(model().stateDict()).write(folder.resolve(BEST));
        best = value.getAsDouble();
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
