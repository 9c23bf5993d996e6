package ai.miniai.kernels.recurrent;

import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What the gradient needs of all steps, in any memory order.
 *
 * @param gates the values of the gates [batch, time, gates · hidden]
 * @param contributions what h contributes to the gates [batch, time, gates · hidden]; null unless
 *     {@link RecurrentCell#splitsSums}
 * @param h the state before each step [batch, time, hidden]
 * @param c the same of c; null unless {@link RecurrentCell#hasMemory}
 */
public record RecurrentSteps(
    INDArray gates, @Nullable INDArray contributions, INDArray h, @Nullable INDArray c) {

  /** What the product of h and the weight is added to: the contributions if apart, or the gates. */
  public INDArray sums() {
    return contributions == null ? gates : contributions;
  }
}
