package ai.miniai.tensor;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.array.Layout;
import ai.miniai.array.Shapes;
import ai.miniai.kernels.Kernels;
import org.nd4j.linalg.api.ndarray.INDArray;

/** x where positive, weight · x elsewhere, with one weight, or one for each channel. */
final class PreluOp extends Operation {
  @Override
  protected INDArray forward(INDArray... inputs) {
    INDArray x = inputs[0];
    INDArray weight = Layout.reshape(inputs[1], inputs[1].length());
    check(x, inputs[1]);
    if (x.isEmpty()) {
      return Layout.emptyLike(x);
    }
    INDArray model =
        weight.length() == 1
            ? Layout.dense(x)
            : Layout.channelsFirst(Layout.channelsLast(x)); // the channels vary fastest in memory
    INDArray y = Layout.emptyLike(model);
    Kernels.current().prelu(rows(model, weight), weight, rows(y, weight));
    save(model, weight);
    return y;
  }

  private static void check(INDArray x, INDArray weight) {
    Shapes.checkOneType(x, weight);
    checkArgument(
        weight.rank() <= 1
            && (weight.length() == 1 || (x.rank() > 1 && weight.length() == x.size(1))),
        "prelu of an input of shape %s ([batch, channels, ...]) wants one weight, [1], or one for"
            + " each channel, not %s",
        Shapes.shape(x),
        Shapes.shape(weight));
  }

  /** As [rows, weights], in memory order. */
  private static INDArray rows(INDArray x, INDArray weight) {
    return Layout.inMemoryOrder(x).reshape('c', -1, weight.length());
  }

  @Override
  protected void backward(INDArray gradient) {
    INDArray model = saved(0);
    INDArray weight = saved(1);
    INDArray behind = Layout.matching(gradient, model);
    INDArray forInput = Layout.emptyLike(model);
    INDArray forWeight =
        Kernels.current()
            .preluBackward(
                rows(model, weight), rows(behind, weight), weight, rows(forInput, weight));
    if (needs(0)) {
      giveAway(0, forInput);
    }
    if (needs(1)) {
      giveAway(1, Layout.reshape(forWeight, inputShape(1)));
    }
  }
}
