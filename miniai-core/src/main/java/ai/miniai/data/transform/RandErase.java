package ai.miniai.data.transform;

import ai.miniai.random.Generator;

/**
 * Replaces random boxes in each image by noise. The noise is normal, with the mean and the standard
 * deviation of the batch, and clamped to the batch's minimum and maximum, so that the distribution
 * of the inputs does not change. Use it after the normalisation. The course's {@code RandErase},
 * except that boxes are drawn for each image instead of once per batch.
 *
 * @param pct the side length of a box as a fraction of the side length of the image, in [0, 1]
 * @param maxNum the number of boxes in each image is random, from 0 to this; they may overlap
 */
public record RandErase(double pct, int maxNum) implements Transform {
  /** Checks the values. */
  public RandErase {
    Boxes.check(pct, maxNum);
  }

  /** With up to four boxes whose sides are 20 % of those of the image. */
  public RandErase() {
    this(0.2, 4);
  }

  @Override
  public Images apply(Images images, Generator generator) {
    Boxes boxes = Boxes.of(pct, images);
    if (boxes.length() == 0 || images.size() == 0) {
      return images;
    }
    Spread spread = Spread.of(images.values());
    for (int item = 0; item < images.size(); item++) {
      int number = Draw.below(maxNum + 1, generator);
      float[] noise = spread.noise(number * boxes.length(), generator);
      for (int i = 0; i < number; i++) {
        boxes.write(item, boxes.place(generator), noise, i * boxes.length());
      }
    }
    return images;
  }

  /** The distribution of the values. */
  private record Spread(double mean, double std, float min, float max) {
    static Spread of(float[] values) {
      double sum = 0;
      double squares = 0;
      float min = Float.POSITIVE_INFINITY;
      float max = Float.NEGATIVE_INFINITY;
      for (float value : values) {
        sum += value;
        squares += (double) value * value;
        min = value < min ? value : min;
        max = value > max ? value : max;
      }
      double mean = sum / values.length;
      double variance = (squares - sum * mean) / Math.max(1, values.length - 1);
      return new Spread(mean, Math.sqrt(Math.max(0, variance)), min, max);
    }

    float[] noise(int length, Generator generator) {
      float[] noise = generator.normal(length, mean, std);
      for (int i = 0; i < length; i++) {
        noise[i] = Math.min(max, Math.max(min, noise[i]));
      }
      return noise;
    }
  }
}
