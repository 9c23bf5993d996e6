package ai.miniai.data.transform;

import ai.miniai.random.Generator;

/**
 * Replaces random boxes in each image by copies of other parts of the same image, so that the
 * distribution of the inputs does not change. The course's {@code RandCopy}, except that boxes are
 * drawn for each image instead of once per batch.
 *
 * @param pct the side length of a box as a fraction of the side length of the image, in [0, 1]
 * @param maxNum the number of boxes in each image is random, from 0 to this; they may overlap
 */
public record RandCopy(double pct, int maxNum) implements Transform {
  /** Checks the values. */
  public RandCopy {
    Boxes.check(pct, maxNum);
  }

  /** With up to four boxes whose sides are 20 % of those of the image. */
  public RandCopy() {
    this(0.2, 4);
  }

  @Override
  public Images apply(Images images, Generator generator) {
    Boxes boxes = Boxes.of(pct, images);
    float[] box = new float[boxes.length()];
    for (int item = 0; item < images.size(); item++) {
      for (int left = Draw.below(maxNum + 1, generator); left > 0; left--) {
        boxes.read(item, boxes.place(generator), box);
        boxes.write(item, boxes.place(generator), box, 0);
      }
    }
    return images;
  }
}
