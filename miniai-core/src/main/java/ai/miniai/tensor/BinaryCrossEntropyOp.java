package ai.miniai.tensor;

import ai.miniai.array.Layout;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * −(y · log p + (1 − y) · log(1 − p)) for probabilities p and targets y of the same shape. As in
 * PyTorch, logarithms are at least −100, and the gradient is (p − y) / max(p · (1 − p), 10⁻¹²).
 */
final class BinaryCrossEntropyOp extends Operation {
  private static final double LEAST_LOGARITHM = -100;
  private static final double LEAST_DIVISOR = 1e-12;

  @Override
  protected INDArray forward(INDArray... inputs) {
    INDArray p = Layout.dense(inputs[0]);
    INDArray result = Layout.emptyLike(p);
    if (result.isEmpty()) {
      return result;
    }
    INDArray y = Layout.matching(inputs[1], p);
    save(p, y);
    INDArray x = Layout.inMemoryOrder(p);
    INDArray target = Layout.inMemoryOrder(y);
    INDArray sum = logarithm(x).muli(target);
    sum.addi(logarithm(x.rsub(1)).muli(target.rsub(1)));
    INDArray nan = x.mul(0); // the limit of the logarithms would hide a NaN
    Layout.inMemoryOrder(result).assign(nan.subi(sum));
    return result;
  }

  private static INDArray logarithm(INDArray x) {
    return Transforms.max(Transforms.log(x, true), LEAST_LOGARITHM, false);
  }

  @Override
  protected void backward(INDArray gradient) {
    INDArray model = saved(0);
    INDArray p = Layout.inMemoryOrder(model);
    INDArray y = Layout.inMemoryOrder(saved(1));
    if (needs(0)) {
      giveAway(
          0,
          PointwiseOp.write(
              model,
              gradient,
              false,
              (g, out) -> {
                INDArray divisor = Transforms.max(p.rsub(1).muli(p), LEAST_DIVISOR, false);
                out.assign(p.sub(y).divi(divisor).muli(g));
              }));
    }
    if (needs(1)) {
      giveAway(
          1,
          PointwiseOp.write(
              model,
              gradient,
              false,
              (g, out) -> out.assign(logarithm(p.rsub(1)).subi(logarithm(p)).muli(g))));
    }
  }
}
