package ai.miniai.nn;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.tensor.Tensor;
import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * The embedding of time steps in diffusion models: [batch], integers or floating point, to [batch,
 * width]. The first half is sin(t · f), the second half cos(t · f), where the n = width / 2
 * frequencies f fall from 1 to 1 / 10000: f = 10000^(−i / (n − 1)) for i from 0 to n − 1. An odd
 * width has a zero at the end. The result has the type of the time steps, or float32 if these are
 * integers. Nothing is trained. Source: Ho, Jain and Abbeel, Denoising Diffusion Probabilistic
 * Models, 2020; the course's {@code timestep_embedding}.
 */
public final class TimestepEmbedding extends Module {
  private static final double MAX_PERIOD = 10_000;

  private final int width;

  public TimestepEmbedding(int width) {
    checkArgument(width > 1, "the width must be at least 2, not %s", width);
    this.width = width;
  }

  @Override
  protected Tensor forward(Tensor steps) {
    checkArgument(
        steps.rank() == 1, "expected time steps [batch], not %s", Arrays.toString(steps.shape()));
    DataType type = steps.dataType().isFPType() ? steps.dataType() : DataType.FLOAT;
    Tensor angles = steps.to(type).outer(frequencies().to(type));
    Tensor waves = Tensor.concat(1, angles.sin(), angles.cos());
    return width % 2 == 0
        ? waves
        : Tensor.concat(1, waves, Tensor.zeros(steps.size(0), 1).to(type));
  }

  private Tensor frequencies() {
    int count = width / 2;
    double[] frequencies = new double[count];
    for (int i = 0; i < count; i++) {
      frequencies[i] = Math.pow(MAX_PERIOD, -(double) i / Math.max(1, count - 1));
    }
    return Tensor.of(frequencies, count);
  }

  @Override
  protected String details() {
    return Integer.toString(width);
  }
}
