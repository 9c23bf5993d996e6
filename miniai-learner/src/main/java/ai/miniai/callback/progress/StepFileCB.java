package ai.miniai.callback.progress;

import ai.miniai.callback.Training;
import ai.miniai.nn.StateDicts;
import ai.miniai.nn.Stateful;
import ai.miniai.tensor.Tensor;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Writes a line to a file for each training batch, and keeps nothing in memory. A checkpoint knows
 * the length of the file, so that a resumed fit goes on behind the lines of its checkpoint.
 */
abstract class StepFileCB extends MetricsReaderCB implements Stateful {
  private static final String SIZE = "size";

  private final LineFile file;
  private final StepLog steps = new StepLog(step -> add(line(step)));

  StepFileCB(Path path) {
    file = new LineFile(path);
  }

  /** The line of a training batch. */
  abstract String line(StepLog.Step step);

  /** The lines at the start of the file; empty if there are none. */
  String head() {
    return "";
  }

  /** Adds lines behind those of the batches before. */
  final void add(String lines) {
    file.add(file.size() == 0 ? head() + lines : lines);
  }

  /** The names of the values of a batch, in their order. */
  final List<String> names() {
    return steps.names();
  }

  StepFileCB number(String name, ToDoubleFunction<Training> quantity) {
    steps.number(name, quantity);
    return this;
  }

  @Override
  public boolean onRank(int rank) {
    return rank == 0;
  }

  @Override
  public void beforeFit() {
    steps.clear();
    file.cut(0);
  }

  @Override
  public void afterBatch() {
    if (training()) {
      steps.afterBatch(learn());
    }
  }

  @Override
  public void afterEpoch() {
    steps.settle();
  }

  /** The last batch of a pass that was cancelled. */
  @Override
  public void cleanupEpoch() {
    steps.settle();
  }

  @Override
  public void cleanupFit() {
    file.close();
  }

  @Override
  public Map<String, Tensor> stateDict() {
    steps.settle();
    return Map.of(SIZE, StateDicts.tensor((double) file.size()));
  }

  @Override
  public void loadStateDict(Map<String, Tensor> state) {
    steps.clear();
    file.cut((long) StateDicts.values(state, SIZE, 1)[0]);
  }
}
