package ai.miniai.loss;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.tensor.LossOps;
import ai.miniai.tensor.Tensor;
import java.util.Arrays;

/** The cosine similarity, and the loss made of it. */
final class Similarity {
  private static final double EPS = 1e-8;

  /** PyTorch's addition to squared norms in {@code cosine_embedding_loss}. */
  private static final double LOSS_EPS = 1e-12;

  private Similarity() {}

  static Tensor cosine(Tensor a, Tensor b, int dim) {
    LossChecks.alike("cosineSimilarity", a, b);
    LossChecks.floating("cosineSimilarity", b);
    // The limit applies to the squares, because the gradient of a root at 0 is infinite.
    Tensor common = a.dataType() == b.dataType() ? a : a.times(b); // of the type of both
    return LossOps.wide(
        common,
        wide -> {
          Tensor x = a.to(wide.dataType());
          Tensor y = b.to(wide.dataType());
          return x.times(y).sum(dim).div(norm(x, dim).times(norm(y, dim)));
        });
  }

  private static Tensor norm(Tensor x, int dim) {
    return x.square().sum(dim).clamp(EPS * EPS, Double.POSITIVE_INFINITY).sqrt();
  }

  static Tensor embedding(Tensor a, Tensor b, Tensor target, double margin, Reduction reduction) {
    LossChecks.alike("cosineEmbedding", a, b);
    LossChecks.floating("cosineEmbedding", b);
    checkArgument(
        a.rank() == 2 && target.rank() == 1 && target.size(0) == a.size(0),
        "cosineEmbedding wants two tensors [batch, width] and targets [batch] of 1 or -1, not %s"
            + " and %s",
        Arrays.toString(a.shape()),
        Arrays.toString(target.shape()));
    return LossOps.wide(
        a.times(b),
        products -> {
          Tensor norms = squares(a, products).times(squares(b, products)).sqrt();
          Tensor cosine = products.sum(1).div(norms);
          Tensor alike = LossOps.equal(target, 1, cosine.dataType());
          Tensor unlike = LossOps.equal(target, -1, cosine.dataType());
          return reduction.of(
              alike.times(cosine.neg().plus(1L)).plus(unlike.times(cosine.minus(margin).relu())));
        });
  }

  private static Tensor squares(Tensor x, Tensor like) {
    return x.to(like.dataType()).square().sum(1).plus(LOSS_EPS);
  }
}
