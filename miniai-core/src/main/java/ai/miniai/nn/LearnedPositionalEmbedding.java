package ai.miniai.nn;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.tensor.MemoryScope;
import ai.miniai.tensor.Tensor;
import java.util.Arrays;

/**
 * Adds to each vector of [batch, length, width] a trained vector for its position. The weight is
 * [maximum length, width], and is initialised from the standard normal distribution, as that of an
 * {@link Embedding}. Source: Gehring et al., Convolutional Sequence to Sequence Learning, 2017.
 */
public final class LearnedPositionalEmbedding extends Module {
  private final Tensor weight;

  /** For sequences of at most {@code maxLength} vectors. */
  public LearnedPositionalEmbedding(int maxLength, int width) {
    checkArgument(
        maxLength > 0 && width > 0,
        "a positional embedding wants a positive length and width, not %s and %s",
        maxLength,
        width);
    weight = parameter("weight", MemoryScope.outside(() -> Tensor.randn(maxLength, width)));
  }

  @Override
  protected Tensor forward(Tensor x) {
    checkArgument(
        x.rank() == 3 && x.size(1) <= weight.size(0) && x.size(2) == weight.size(1),
        "expected an input of shape [batch, length, %s] with a length of at most %s, not %s",
        weight.size(1),
        weight.size(0),
        Arrays.toString(x.shape()));
    return x.plus(weight.slice(0, 0, x.size(1)));
  }

  @Override
  protected String details() {
    return weight.size(0) + ", " + weight.size(1);
  }
}
