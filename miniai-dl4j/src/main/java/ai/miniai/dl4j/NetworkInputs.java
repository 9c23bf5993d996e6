package ai.miniai.dl4j;

import ai.miniai.recording.RunRecorderCB;
import com.google.common.collect.ImmutableMap;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The inputs of a network in the current batch, by the names that a recording has for them. */
final class NetworkInputs {
  private NetworkInputs() {}

  /** Without time steps that are masked. Empty if {@code model} is no network. */
  static ImmutableMap<String, INDArray> of(Model model) {
    if (model instanceof MultiLayerNetwork network) {
      INDArray input = OutputView.of(network).of(held(network.getInput()), null);
      return input == null ? ImmutableMap.of() : ImmutableMap.of(RunRecorderCB.INPUT, input);
    }
    return model instanceof ComputationGraph graph ? of(graph) : ImmutableMap.of();
  }

  private static ImmutableMap<String, INDArray> of(ComputationGraph graph) {
    OutputView view = OutputView.of(graph);
    int count = graph.getNumInputArrays();
    ImmutableMap.Builder<String, INDArray> found = ImmutableMap.builder();
    for (int i = 0; i < count; i++) {
      @Nullable INDArray input = view.of(held(graph.getInput(i)), null);
      if (input != null) {
        found.put(count == 1 ? RunRecorderCB.INPUT : "(input " + i + ")", input);
      }
    }
    return found.buildOrThrow();
  }

  /**
   * The same array, or a copy if DL4J has read this batch ahead: then it lies in a ring buffer of
   * another thread, which keeps its values until the step ends.
   */
  static INDArray held(INDArray array) {
    boolean ahead =
        array.isAttached()
            && array.data().getParentWorkspace().getThreadId() != Thread.currentThread().getId();
    return ahead ? array.dup() : array;
  }
}
