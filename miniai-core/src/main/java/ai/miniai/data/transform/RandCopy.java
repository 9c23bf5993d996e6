package ai.miniai.data.transform;

import ai.miniai.random.Generator;

/**
 * Covers boxes in each image with what stands elsewhere in the same image, which leaves the
 * distribution of the inputs as it was. The course's {@code RandCopy}, with boxes drawn for each
 * image rather than once for all.
 *
 * @param pct the share of the image's sides that a box's sides have, in [0, 1]
 * @param maxNum from 0 to this many boxes are drawn for each image; they may overlap
 */
public record RandCopy(double pct, int maxNum) implements Transform {
  /** Checks the numbers. */
  public RandCopy {
    Boxes.check(pct, maxNum);
  }

  /** Up to four boxes with sides of 20 %. */
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
