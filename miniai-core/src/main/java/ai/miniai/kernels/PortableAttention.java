package ai.miniai.kernels;

import ai.miniai.array.Broadcast;
import ai.miniai.array.Layout;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.scalar.ScalarMultiplication;
import org.nd4j.linalg.factory.Nd4j;

/** Attention as products of matrices and a softmax, which other kernels compute. */
final class PortableAttention {
  private final Kernels kernels;
  private final Attention given;

  PortableAttention(Kernels kernels, Attention given) {
    this.kernels = kernels;
    this.given = given;
  }

  Attention.Result forward() {
    INDArray scores = scale(product(given.query(), false, given.key(), true));
    INDArray bias = given.bias();
    if (bias != null) {
      scores = Broadcast.apply("add", scores, bias);
    }
    if (given.causal()) {
      scores = Broadcast.apply("add", scores, future());
    }
    INDArray weights = Layout.contiguous(kernels.softmax(scores, 3));
    INDArray output = product(dropped(weights), false, given.value(), false);
    return new Attention.Result(byTarget(output), weights);
  }

  /** −∞ for the sources that a target does not see, 0 for the others. */
  private INDArray future() {
    int targets = Math.toIntExact(given.targets());
    int sources = Math.toIntExact(given.sources());
    float[][] bias = new float[targets][sources];
    for (int i = 0; i < targets; i++) {
      for (int j = i + 1; j < sources; j++) {
        bias[i][j] = Float.NEGATIVE_INFINITY;
      }
    }
    return Nd4j.createFromArray(bias).castTo(given.dataType()).reshape('c', 1, 1, targets, sources);
  }

  private INDArray dropped(INDArray weights) {
    INDArray kept = given.kept();
    return kept == null ? weights : weights.mul(kept);
  }

  Attention.Gradients backward(INDArray weights, INDArray gradient, boolean wantsScores) {
    INDArray forValue = product(dropped(weights), true, gradient, false);
    INDArray forWeights = dropped(product(gradient, false, given.value(), true));
    INDArray forScores = Layout.contiguous(kernels.softmaxBackward(weights, forWeights, 3));
    INDArray forQuery = scale(product(forScores, false, given.key(), false));
    INDArray forKey = scale(product(forScores, true, given.query(), false));
    return new Attention.Gradients(
        byTarget(forQuery), byTarget(forKey), byTarget(forValue), wantsScores ? forScores : null);
  }

  private INDArray scale(INDArray x) {
    return Nd4j.exec(new ScalarMultiplication(x, null, x, given.scale()));
  }

  private INDArray product(INDArray a, boolean transposeA, INDArray b, boolean transposeB) {
    INDArray result =
        Layout.empty(
            a.dataType(),
            a.size(0),
            a.size(1),
            a.size(transposeA ? 3 : 2),
            b.size(transposeB ? 2 : 3));
    kernels.matmul(Layout.contiguous(a), transposeA, Layout.contiguous(b), transposeB, result);
    return result;
  }

  /** Puts the heads of each position together in memory. */
  private static INDArray byTarget(INDArray x) {
    return Layout.contiguous(x.permute(0, 2, 1, 3)).permute(0, 2, 1, 3);
  }
}
