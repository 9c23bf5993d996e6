package ai.miniai.tensor;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.array.Layout;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Gives the values another shape. The result is a view if the memory layout allows it, else a copy.
 */
final class ReshapeOp extends Operation {
  private final long[] shape;

  ReshapeOp(long... shape) {
    this.shape = shape;
  }

  @Override
  protected INDArray forward(INDArray... inputs) {
    INDArray x = inputs[0];
    return Layout.reshape(x, resolve(x));
  }

  @Override
  protected void backward(INDArray gradient) {
    give(0, Layout.reshape(gradient, inputShape(0)));
  }

  private long[] resolve(INDArray x) {
    long[] resolved = shape.clone();
    long known = 1;
    int open = -1;
    for (int i = 0; i < shape.length; i++) {
      if (shape[i] == -1) {
        checkArgument(open < 0, "only one size may be -1, not as in %s", Arrays.toString(shape));
        open = i;
      } else {
        known *= shape[i];
      }
    }
    checkArgument(
        open < 0 || known != 0,
        "a size of -1 may be anything beside one of 0, as in %s",
        Arrays.toString(shape));
    if (open >= 0) {
      resolved[open] = x.length() / known;
      known *= resolved[open];
    }
    checkArgument(
        known == x.length(),
        "a tensor of shape %s has %s elements, which do not fit the shape %s",
        Arrays.toString(x.shape()),
        x.length(),
        Arrays.toString(shape));
    return resolved;
  }
}
