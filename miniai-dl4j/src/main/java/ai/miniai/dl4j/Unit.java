package ai.miniai.dl4j;

import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * One layer or vertex of a network of DL4J's. It remembers its last forward pass, and that one
 * alone.
 */
interface Unit {
  /**
   * What a backward pass brought.
   *
   * @param inputs for each input its gradient; null where DL4J gives none (of indices, say)
   * @param parameters by name, views that the next pass writes over
   */
  record Gradients(List<@Nullable INDArray> inputs, Map<String, INDArray> parameters) {}

  /** DL4J's own object, a layer or a vertex. */
  Object unwrap();

  /** Views of what is trained, by DL4J's name such as "W". */
  Map<String, INDArray> parameters();

  /** Views of what layers change by themselves (running means), by DL4J's name. */
  Map<String, INDArray> buffers();

  /** Whether DL4J has been told not to train it. */
  boolean isFrozen();

  /**
   * The output.
   *
   * @param batchSize of the network's input, which a layer's own input may not show
   */
  INDArray forward(boolean training, int batchSize, LayerWorkspaceMgr memory, INDArray... inputs);

  /** Goes back through the last forward pass. {@code gradient} may be written over. */
  Gradients backward(INDArray gradient, LayerWorkspaceMgr memory);
}
