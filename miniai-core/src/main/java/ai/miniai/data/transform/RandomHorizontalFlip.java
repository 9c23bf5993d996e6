package ai.miniai.data.transform;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.random.Generator;

/**
 * Flips images horizontally, each with probability {@code p}. Draws one uniform number for each
 * image, as torchvision's {@code RandomHorizontalFlip} does.
 *
 * @param p in [0, 1]; 1 flips all images
 */
public record RandomHorizontalFlip(double p) implements Transform {
  /** Checks the probability. */
  public RandomHorizontalFlip {
    checkArgument(p >= 0 && p <= 1, "the probability of a flip must lie in [0, 1], not %s", p);
  }

  /** Flips half of the images on average. */
  public RandomHorizontalFlip() {
    this(0.5);
  }

  @Override
  public Images apply(Images images, Generator generator) {
    float[] draws = generator.uniform(images.size(), 0, 1);
    int rows = images.channels() * images.height();
    for (int item = 0; item < images.size(); item++) {
      if (draws[item] < (float) p) {
        for (int row = item * rows; row < (item + 1) * rows; row++) {
          flip(images.values(), row * images.width(), (row + 1) * images.width() - 1);
        }
      }
    }
    return images;
  }

  private static void flip(float[] values, int first, int last) {
    for (int i = first, j = last; i < j; i++, j--) {
      float left = values[i];
      values[i] = values[j];
      values[j] = left;
    }
  }
}
