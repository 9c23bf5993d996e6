package ai.miniai.dl4j;

import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** One layer or vertex of a DL4J network. It remembers only its last forward pass. */
interface Unit {
  /**
   * The result of a backward pass.
   *
   * @param inputs the gradient of each input; null if DL4J computes none (for example for indices)
   * @param parameters by name; views that the next pass overwrites
   */
  record Gradients(List<@Nullable INDArray> inputs, Map<String, INDArray> parameters) {}

  /** DL4J's own object, a layer or a vertex. */
  Object unwrap();

  /** Views of the trained parameters, by DL4J's name such as "W". */
  Map<String, INDArray> parameters();

  /** Views of the values that layers update by themselves (running means), by DL4J's name. */
  Map<String, INDArray> buffers();

  /** Whether DL4J's configuration excludes it from training. */
  boolean isFrozen();

  /**
   * Computes the output.
   *
   * @param batchSize the batch size of the network's input, which a layer may not be able to derive
   *     from its own input
   */
  INDArray forward(boolean training, int batchSize, LayerWorkspaceMgr memory, INDArray... inputs);

  /** Runs the backward pass of the last forward pass. {@code gradient} may be overwritten. */
  Gradients backward(INDArray gradient, LayerWorkspaceMgr memory);
}
