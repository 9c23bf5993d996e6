package ai.miniai.data.fashion;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkElementIndex;

import ai.miniai.data.Sample;
import ai.miniai.data.StackingDataset;
import ai.miniai.tensor.HostArray;
import java.util.List;

/** Greyscale images and their classes, stored as bytes as in their files. */
final class LabeledImages implements StackingDataset {
  private static final float WHITE = 255;

  private final byte[] pixels;
  private final byte[] labels;
  private final int height;
  private final int width;

  /**
   * Images and their classes.
   *
   * @param images bytes of shape [images, height, width]
   * @param labels bytes of shape [images]
   */
  LabeledImages(Idx images, Idx labels) {
    long[] shape = images.shape();
    checkArgument(
        images.type() == Idx.Type.UBYTE
            && labels.type() == Idx.Type.UBYTE
            && shape.length == 3
            && labels.shape().length == 1
            && labels.length() == shape[0],
        "expected UBYTE images [n, height, width] and UBYTE labels [n], got %s and %s",
        images,
        labels);
    this.pixels = images.bytes();
    this.labels = labels.bytes();
    this.height = (int) shape[1];
    this.width = (int) shape[2];
  }

  @Override
  public int size() {
    return labels.length;
  }

  @Override
  public Sample get(int index) {
    int area = height * width;
    int from = checkElementIndex(index, size(), "index of the sample") * area;
    float[] image = new float[area];
    for (int i = 0; i < area; i++) {
      image[i] = (pixels[from + i] & 0xff) / WHITE;
    }
    return Sample.of(image, new long[] {1, height, width}, labels[index] & 0xff);
  }

  @Override
  public List<HostArray> stack(int... indices) {
    int area = height * width;
    byte[] images = new byte[indices.length * area];
    long[] classes = new long[indices.length];
    for (int i = 0; i < indices.length; i++) {
      int index = checkElementIndex(indices[i], size(), "index of the sample");
      System.arraycopy(pixels, index * area, images, i * area, area);
      classes[i] = labels[index] & 0xff;
    }
    return List.of(
        new HostArray.Bytes(images, WHITE, indices.length, 1, height, width),
        new HostArray.Longs(classes, indices.length));
  }
}
