package ai.miniai.data.transform;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.random.Generator;
import ai.miniai.tensor.Tensor;
import com.google.common.primitives.ImmutableDoubleArray;

/**
 * Computes (x − mean) / std for each channel, so that the inputs have mean 0 and standard deviation
 * 1.
 *
 * @param mean one per channel, or a single one for all channels
 * @param std one per channel, or a single one for all channels; positive
 */
public record Normalize(ImmutableDoubleArray mean, ImmutableDoubleArray std) implements Transform {
  /** Checks the values. */
  public Normalize {
    checkArgument(
        mean.length() == std.length() && mean.length() > 0,
        "expected a mean and a std for each channel, got %s and %s",
        mean,
        std);
    checkArgument(
        mean.stream().allMatch(Double::isFinite)
            && std.stream().allMatch(s -> s > 0 && Double.isFinite(s)),
        "expected finite means and positive, finite stds, got means %s and stds %s",
        mean,
        std);
  }

  /** The same mean and standard deviation for all channels. */
  public Normalize(double mean, double std) {
    this(ImmutableDoubleArray.of(mean), ImmutableDoubleArray.of(std));
  }

  /**
   * With the mean and the unbiased standard deviation of each channel of {@code images} [batch,
   * channels, height, width], for example a large batch of the training data.
   */
  public static Normalize like(Tensor images) {
    checkArgument(
        images.rank() == 4,
        "expected [batch, channels, height, width], got rank %s",
        images.rank());
    return new Normalize(
        ImmutableDoubleArray.copyOf(images.mean(0, 2, 3).toDoubles()),
        ImmutableDoubleArray.copyOf(images.std(0, 2, 3).toDoubles()));
  }

  @Override
  public Images apply(Images images, Generator generator) {
    checkArgument(
        mean.length() == 1 || mean.length() == images.channels(),
        "this normalises images of %s channels, but they have %s",
        mean.length(),
        images.channels());
    float[] values = images.values();
    int area = images.area();
    for (int plane = 0; plane < images.planes(); plane++) {
      int channel = mean.length() == 1 ? 0 : plane % images.channels();
      float shift = (float) mean.get(channel);
      float scale = (float) std.get(channel);
      for (int i = plane * area; i < (plane + 1) * area; i++) {
        values[i] = (values[i] - shift) / scale;
      }
    }
    return images;
  }
}
