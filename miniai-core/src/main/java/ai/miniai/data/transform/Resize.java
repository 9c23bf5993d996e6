package ai.miniai.data.transform;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.random.Generator;

/**
 * Resizes images; the aspect ratio is not kept. Each pixel is a weighted mean of the pixels around
 * its position. The weights are a triangle that is as wide as two pixels of the coarser image
 * ("bilinear" with "antialias", as in torchvision and PIL).
 *
 * @param height the new number of rows
 * @param width the new number of columns
 */
public record Resize(int height, int width) implements Transform {
  /** Checks the values. */
  public Resize {
    checkArgument(height > 0 && width > 0, "expected a positive size, got %s × %s", height, width);
  }

  @Override
  public Images apply(Images images, Generator generator) {
    return apply(images);
  }

  /** Like {@link #apply(Images, Generator)}; no random numbers are used. */
  public Images apply(Images images) {
    if (images.height() == height && images.width() == width) {
      return images;
    }
    checkArgument(
        images.area() > 0, "images of %s × %s have no pixels", images.height(), images.width());
    int rows = images.planes() * images.height();
    float[] wide = new float[rows * width];
    for (int x = 0; x < width; x++) {
      Weights weights = Weights.of(x, images.width(), width);
      for (int row = 0; row < rows; row++) {
        wide[row * width + x] = weights.mean(images.values(), row * images.width(), 1);
      }
    }
    float[] resized = new float[images.planes() * height * width];
    for (int y = 0; y < height; y++) {
      Weights weights = Weights.of(y, images.height(), height);
      for (int plane = 0; plane < images.planes(); plane++) {
        for (int x = 0; x < width; x++) {
          int from = plane * images.height() * width + x;
          resized[(plane * height + y) * width + x] = weights.mean(wide, from, width);
        }
      }
    }
    return new Images(resized, images.size(), images.channels(), height, width);
  }

  /**
   * The weights of the pixels from {@code first} on for a new pixel, along one side; their sum is
   * 1.
   */
  private record Weights(int first, float[] values) {
    /** The weights for new pixel {@code place} of {@code to}, from {@code from} pixels. */
    static Weights of(int place, int from, int to) {
      double scale = (double) from / to;
      double reach = Math.max(1, scale);
      double center = (place + 0.5) * scale;
      int first = Math.max(0, (int) (center - reach + 0.5));
      int end = Math.min(from, (int) (center + reach + 0.5));
      double[] heights = new double[end - first];
      double sum = 0;
      for (int i = 0; i < heights.length; i++) {
        heights[i] = Math.max(0, 1 - Math.abs(first + i + 0.5 - center) / reach);
        sum += heights[i];
      }
      float[] values = new float[heights.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (heights[i] / sum);
      }
      return new Weights(first, values);
    }

    /**
     * The weighted mean of pixels that are {@code step} apart, for the side that starts at {@code
     * at}.
     */
    float mean(float[] pixels, int at, int step) {
      float mean = 0;
      for (int i = 0; i < values.length; i++) {
        mean += values[i] * pixels[at + (first + i) * step];
      }
      return mean;
    }
  }
}
