package ai.miniai.bench;

import static com.google.common.base.Preconditions.checkElementIndex;

import ai.miniai.data.Sample;
import ai.miniai.data.StackingDataset;
import ai.miniai.tensor.HostArray;
import java.util.List;
import java.util.Random;

/**
 * Random noise in the shape of Fashion-MNIST (28×28 bytes, ten classes): as much work as the real
 * data, without a download.
 */
final class SyntheticImages implements StackingDataset {
  static final int SIDE = 28;
  private static final int AREA = SIDE * SIDE;
  static final int CLASSES = 10;

  private static final float WHITE = 255;

  private final byte[] pixels;
  private final byte[] labels;

  SyntheticImages(int size) {
    Random random = new Random(1);
    pixels = new byte[size * AREA];
    random.nextBytes(pixels);
    labels = new byte[size];
    for (int i = 0; i < size; i++) {
      labels[i] = (byte) random.nextInt(CLASSES);
    }
  }

  @Override
  public int size() {
    return labels.length;
  }

  @Override
  public Sample get(int index) {
    int from = checkElementIndex(index, size(), "index of the sample") * AREA;
    float[] image = new float[AREA];
    for (int i = 0; i < AREA; i++) {
      image[i] = (pixels[from + i] & 0xff) / WHITE;
    }
    return Sample.of(image, new long[] {1, SIDE, SIDE}, labels[index]);
  }

  @Override
  public List<HostArray> stack(int... indices) {
    byte[] images = new byte[indices.length * AREA];
    long[] classes = new long[indices.length];
    for (int i = 0; i < indices.length; i++) {
      System.arraycopy(pixels, indices[i] * AREA, images, i * AREA, AREA);
      classes[i] = labels[indices[i]];
    }
    return List.of(
        new HostArray.Bytes(images, WHITE, indices.length, 1, SIDE, SIDE),
        new HostArray.Longs(classes, indices.length));
  }
}
